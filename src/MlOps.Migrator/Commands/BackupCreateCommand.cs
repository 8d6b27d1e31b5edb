using System.CommandLine;
using System.Diagnostics;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Operations;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Migrator.Commands;

/// <summary>Writes a backup.</summary>
internal sealed class BackupCreateCommand : Verb
{
    private const string All = "all";
    private const string Critical = "critical";

    private readonly ContextFactory _contexts;
    private readonly Option<string?> _connection = ConnectionOption.Create();
    private readonly BackupDirectoryOption _to = new("--to", "The directory with the backups. It is made if it is missing")
    {
        Required = true,
    };

    private readonly Option<string> _only = new("--only")
    {
        Description =
            $"'{All}' tables, or '{Critical}' ones: those that are not sliced by time, and the audit log.",
        DefaultValueFactory = _ => All,
    };

    private readonly WholeNumberOption _parallel = new("--parallel", "The number of sessions that read at once.", 2, least: 1);
    private readonly WholeNumberOption _keep = new(
        "--keep", "The number of backups to keep, with the new one. Older ones of the same tables and database are deleted.", least: 1);

    private readonly Flag _pgDump = new("--pg-dump", "Let pg_dump write the whole database, for pg_restore. It must be installed.");
    private readonly Flag _dryRun = new("--dry-run", "Write nothing: only look whether the login sees all rows.");

    public BackupCreateCommand(ContextFactory contexts)
        : base("create", "Back up the rows of all tenants as they are now, while others write.")
    {
        _contexts = contexts;
        Examples =
        [
            "backup create --to /var/backups/mlops --keep 7",
            "backup create --to backups --only critical --json | jq -r .manifestHash",
            "backup create --to backups --pg-dump --connection postgres://backup@db/mlops",
        ];
        _only.AcceptOnlyFromAmong(All, Critical);
        foreach (var option in (Option[])[_to, _connection, _only, _parallel, _keep, _pgDump, _dryRun])
            Add(option);

        Validators.Add(parsed =>
        {
            if (parsed.GetValue(_pgDump) && parsed.GetValue(_only) == Critical)
                parsed.AddError("pg_dump backs up the whole database. Give either --pg-dump or --only critical.");
        });
        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        await using var database = await TenantDatabase.OpenAsync(
            _contexts, parsed.GetValue(_connection), Tenants.Default, cancellationToken);
        await using var context = database.CreateContext();
        var backup = new DatabaseBackup(context);
        var options = new BackupOptions(parsed.GetValue(_to)!)
        {
            Scope = parsed.GetValue(_only) == Critical ? BackupScope.Critical : BackupScope.All,
            Parallel = parsed.GetValue(_parallel),
            Keep = _keep.Find(parsed),
            Dump = parsed.GetValue(_pgDump) ? PgDump.Find(database.ConnectionString).WriteAsync : null,
        };
        if (parsed.GetValue(_dryRun))
        {
            BackupPage.WriteChecked(output, await backup.CheckAsync(options.Scope, cancellationToken), database.Target);
            return ExitCode.Success;
        }

        var start = Stopwatch.GetTimestamp();
        using var progress = new BackupProgressLine(output.ProgressTerminal);
        var created = await backup.CreateAsync(options, progress, cancellationToken);
        progress.Dispose();
        BackupPage.WriteCreated(output, created, Stopwatch.GetElapsedTime(start));
        return ExitCode.Success;
    }
}
