from django.db import migrations, models


def newest_of(state: str) -> migrations.AddIndex:
    """Open and won leads are few among the lost ones: each list has an index in its order."""
    return migrations.AddIndex(
        model_name="lead",
        index=models.Index(
            condition=models.Q(("state", state)),
            fields=["dealership", "-received_at", "-id"],
            name=f"{state}_leads_newest_first",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_first")]

    operations = [newest_of("open"), newest_of("won")]
