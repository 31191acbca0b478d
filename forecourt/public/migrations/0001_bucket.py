import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("dealership", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(max_length=32)),
                ("tokens", models.FloatField()),
                ("at", models.DateTimeField()),
                ("dealership", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="dealership.dealership")),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="buckets_by_age")],
                "constraints": [models.UniqueConstraint(fields=("dealership", "sender"), name="one_bucket_per_sender")],
            },
        ),
    ]
