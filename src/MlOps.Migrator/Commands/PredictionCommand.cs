using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Migrator.Predictions;
using MlOps.Parquet;
using MlOps.Parquet.Manifests;
using MlOps.Persistence;

namespace MlOps.Migrator.Commands;

/// <summary>Single predictions, wherever they are.</summary>
internal sealed class PredictionCommand : Verb
{
    private readonly ContextFactory _contexts;
    private readonly Argument<string> _id = new("id") { Description = "The id of the prediction, or the id of its request." };
    private readonly BackupDirectoryOption _archive = new("--archive", "A directory of exported slices, in which to look as well");

    public PredictionCommand(ContextFactory contexts)
        : base("prediction", "Single predictions, wherever they are: live, in the archive or in files.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ShowCommand());
    }

    private TenantVerb ShowCommand()
    {
        var verb = new TenantVerb(
            _contexts, "show", "Show a prediction with its feedback, by its id or that of its request.", "The tenant of the prediction")
        {
            Examples =
            [
                "prediction show 0195a000-0000-7000-8000-00000000000c",
                "prediction show request-7 --archive /var/archive --json | jq .feedback",
            ],
        };
        verb.Add(_id);
        verb.Add(_archive);
        verb.SetAction(RunAsync);
        return verb;
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var (id, archive) = (parsed.GetValue(_id)!, parsed.GetValue(_archive));
        await using var context = database.CreateContext();
        var type = context.Model.FindEntityType(typeof(Prediction))!;
        var search = new RowSearch(context, type.GetTableName()!, archive is null ? null : new SliceDirectory(archive))
        {
            Damage = new DamageNotes(),
        };
        IReadOnlyList<FoundRow> found = [];
        try
        {
            if (Guid.TryParse(id, out var guid))
                found = await search.FindAsync(NameOf(nameof(Prediction.Id)), $"{guid}", cancellationToken);
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.BackupDamaged)
        {
            // The next search meets the same files, and says so if it finds nothing either.
        }

        // The id of a request may look like that of a prediction.
        if (found.Count == 0)
            found = await search.FindAsync(NameOf(nameof(Prediction.RequestId)), id, cancellationToken);

        if (found.Count == 0)
            throw new MlOpsException(
                MlOpsError.NotFound,
                $"Tenant {context.TenantId} has no prediction '{id}', and none of a request of that name" + (archive is null
                    ? ". If it may be in exported files, name their directory by --archive."
                    : $", neither in the database nor in {archive}."));

        var page = new PredictionPage(output, TableOf(typeof(Feedback)), TableOf(typeof(ShadowScore)));
        foreach (var prediction in found)
            page.Write(prediction);

        string NameOf(string property) => type.FindProperty(property)!.GetColumnName();
        string TableOf(Type entity) => context.Model.FindEntityType(entity)!.GetTableName()!;
    }

    private sealed class DamageNotes : IProgress<string>
    {
        public void Report(string value) => Terminal.Note(value);
    }
}
