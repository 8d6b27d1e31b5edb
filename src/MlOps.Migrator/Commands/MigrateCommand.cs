using Microsoft.Extensions.DependencyInjection;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Review;

namespace MlOps.Migrator.Commands;

/// <summary>Brings a database to the schema of this version.</summary>
internal sealed class MigrateCommand : Verb
{
    public MigrateCommand(ContextFactory contexts)
        : base("migrate", "Bring the schema of the database up to date.")
    {
        Examples = ["migrate --connection postgres://owner@db/mlops", "migrate --review"];
        var connection = ConnectionOption.Create();
        var review = new Flag(
            "--review", "Connect to no server and change nothing: list the steps of the newest migration that block a table.");
        Add(connection);
        Add(review);
        this.SetInterruptibleAction((parsed, output, cancellationToken) => parsed.GetValue(review)
            ? Task.FromResult(Review(contexts, output))
            : RunAsync(contexts, parsed.GetValue(connection), output, cancellationToken));
    }

    private static int Review(ContextFactory contexts, Output output)
    {
        using var context = contexts.CreateWithoutServer();
        var (migration, risks) = MigrationReview.OfNewest(context);
        var adoption = AdoptionReview.Of(context);
        output.Write(
            new { Migration = migration, Risks = risks, Adoption = adoption },
            [
                .. risks.Select(risk => $"{migration} {risk}"),
                risks.Count == 0 ? $"Nothing in {migration} blocks a table that exists." : $"Steps to think about: {risks.Count}.",
                .. adoption is null ? [] : adoption.Explain(migration),
            ]);
        return ExitCode.Success;
    }

    private static async Task<int> RunAsync(
        ContextFactory contexts, string? connection, Output output, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(contexts, connection, cancellationToken);
        using var scope = host.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>().RunAsync(new StepLines(output), cancellationToken);
        output.Say($"The schema of {host.Target} is up to date.");
        return ExitCode.Success;
    }

    private sealed class StepLines(Output output) : IProgress<SchemaStep>
    {
        public void Report(SchemaStep value) => output.Write(value, $"{value}");
    }
}
