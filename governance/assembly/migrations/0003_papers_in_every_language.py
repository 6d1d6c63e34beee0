import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("assembly", "0002_document_file")]

    operations = [
        migrations.RemoveField(model_name="draft", name="template"),
        migrations.AddField(
            model_name="documentfile",
            name="language",
            field=models.CharField(max_length=5, default="ja"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="documentfile",
            name="form",
            field=models.CharField(max_length=5, default="pdf"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="documentfile",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="assembly.document"
            ),
        ),
        migrations.AlterModelOptions(
            name="documentfile",
            options={"ordering": ("document", "-language", "-form"), "verbose_name": "file of a document"},
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.UniqueConstraint(
                fields=("document", "language", "form"), name="document_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.CheckConstraint(
                condition=Q(form__in=("pdf", "docx"), language__in=("ja", "en")), name="document_file_known"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="minutes_en",
            field=models.TextField(blank=True, max_length=40000, default=""),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_kind_known',
        ),
        migrations.AlterField(
            model_name='draft',
            name='kind',
            field=models.CharField(choices=[('opinion', 'opinion of the board'), ('approval', 'notice of approval'), ('refusal', 'notice of refusal'), ('acceptance', 'notice of acceptance'), ('correction', 'request for correction'), ('question', 'inquiry'), ('convocation', 'notice of meeting'), ('minutes', 'minutes'), ('letter', 'letter')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opinion', 'approval', 'refusal', 'acceptance', 'correction', 'question', 'convocation', 'minutes', 'letter'])), name='draft_kind_known'),
        ),
    ]
