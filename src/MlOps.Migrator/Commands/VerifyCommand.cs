using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Migrator.Import;
using MlOps.Migrator.Operations;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Verify;

namespace MlOps.Migrator.Commands;

/// <summary>Whether the schema of a database is as the model says.</summary>
internal sealed class VerifyCommand : Verb
{
    private readonly ContextFactory _contexts;
    private readonly ConnectionOption _connection = ConnectionOption.Create();

    private readonly Flag _repair = new(
        "--repair", "Repair what can be repaired without the loss of a row and without a long lock, and verify again.");

    private readonly Flag _dryRun = new("--dry-run", "With --repair: run nothing, and list the statements that it would run.");

    public VerifyCommand(ContextFactory contexts)
        : base(
            "verify",
            "Compare the schema of the database with the model: tables, indexes, keys, policies, rights, views, functions and slices.")
    {
        _contexts = contexts;
        Examples =
        [
            "verify",
            "verify --json | jq -r 'select(.severity == \"damage\") | .object'",
            "verify --repair --dry-run",
            "verify --repair --connection postgres://owner@db/mlops",
        ];
        Add(_connection);
        Add(_repair);
        Add(_dryRun);
        Validators.Add(parsed =>
        {
            if (parsed.GetValue(_dryRun) && !parsed.GetValue(_repair))
                parsed.AddError("--dry-run goes with --repair. Without both, nothing is changed either.");
        });
        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        using var host = await MlOpsHost.OpenAsync(_contexts, parsed.GetValue(_connection), cancellationToken);
        using var scope = host.Services.CreateScope();
        using var progress = new ImportProgress(output.ProgressTerminal);
        progress.Show("The model is built and compared.");
        var verification = new SchemaVerification(scope.ServiceProvider.GetRequiredService<MlOpsDbContext>());
        var isDryRun = parsed.GetValue(_dryRun);
        var result = parsed.GetValue(_repair) && !isDryRun
            ? await verification.RepairAsync(new RepairLine(progress), cancellationToken)
            : new SchemaRepairs([], await verification.FindAsync(cancellationToken));
        progress.Dispose();
        VerifyPage.Write(output, host.Target, result, isDryRun);
        return result.Left.Any(finding => finding.Severity == FindingSeverity.Damage) || VerifyPage.ComparedNothing(result)
            ? throw new MlOpsException(MlOpsError.NotReproduced, VerifyPage.Conclude(result))
            : ExitCode.Success;
    }

    private sealed class RepairLine(ImportProgress progress) : IProgress<SchemaFinding>
    {
        public void Report(SchemaFinding value) => progress.Show(Terminal.ShowControls($"Repaired: {value.Kind} {value.Name}"));
    }
}
