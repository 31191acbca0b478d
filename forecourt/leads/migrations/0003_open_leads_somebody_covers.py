from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("leads", "0002_newest_of_a_state")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=Q(("covered_by__isnull", False), ("state", "open")),
                fields=["dealership", "covered_by", "next_due_at", "id"],
                name="open_leads_somebody_covers",
            ),
        ),
    ]
