using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Migrator.Commands;

/// <summary>Data quality: how many rows break the rules.</summary>
internal sealed class QualityCommand : Verb
{
    private const string Rows = "The tenant of the rows";

    private readonly ContextFactory _contexts;

    public QualityCommand(ContextFactory contexts)
        : base("quality", "Data quality: how many rows break the rules.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(RunCommand());
    }

    private TenantVerb ListCommand()
    {
        var verb = new TenantVerb(_contexts, "list", "List the checks, each with its latest result.", Rows)
        {
            Examples = ["quality list", "quality list --json | jq 'select(.passed | not)'"],
        };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            if ((await ShowAsync(new DataQualityRepository(context), output, cancellationToken)).Count == 0)
                output.Note($"No check ran yet. '{Invocation.Program} quality run' runs them.");
        });
        return verb;
    }

    private TenantVerb RunCommand()
    {
        var window = new WindowOption("--window", "The time of the rows. By default it is the last day.");
        var verb = new TenantVerb(
            _contexts, "run", "Count the rows of a span of time that break the rules, and store the results.", Rows)
        {
            Examples = ["quality run", "quality run --window 2026-03-01..2026-04-01"],
        };
        verb.Add(window);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            var now = TimeProvider.System.GetUtcNow();
            await using var context = database.CreateContext();
            var quality = new DataQualityRepository(context);
            await quality.EvaluateDefaultsAsync(
                parsed.GetValue(window) ?? new TimeWindow(now.AddDays(-1), now), now, cancellationToken);
            var results = await ShowAsync(quality, output, cancellationToken);
            output.Note($"Checks that failed: {results.Count(result => !result.Passed)} of {results.Count}.");
        });
        return verb;
    }

    private static async Task<IReadOnlyList<DataQualityResult>> ShowAsync(
        DataQualityRepository quality, Output output, CancellationToken cancellationToken)
    {
        var results = await quality.StreamLatestAsync().ToListAsync(cancellationToken);
        var listing = new Listing("Check", "Table", "Passed", "Failed rows", "Score", "Threshold", "From", "To");
        foreach (var result in results)
            listing.Add(
                result.Check!.Name, result.Check.TableName, result.Passed, result.FailedRows, result.Score, result.Threshold,
                result.WindowStart, result.WindowEnd);

        output.Write(listing);
        return results;
    }
}
