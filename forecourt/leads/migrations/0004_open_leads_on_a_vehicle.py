from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_open_leads_somebody_covers")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=Q(("state", "open"), ("vehicle__isnull", False)),
                fields=["dealership", "vehicle", "-id"],
                name="open_leads_on_a_vehicle",
            ),
        ),
    ]
