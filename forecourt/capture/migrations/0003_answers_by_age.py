from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("capture", "0002_mail_folder")]

    operations = [
        migrations.AddIndex(
            model_name="idempotencykey",
            index=models.Index(fields=["dealership", "at"], name="answers_by_age"),
        ),
    ]
