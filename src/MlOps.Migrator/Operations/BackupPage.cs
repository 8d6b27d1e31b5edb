using System.Globalization;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Migrator.Operations;

/// <summary>What the verbs about backups say.</summary>
internal static class BackupPage
{
    public static void WriteChecked(Output output, BackupManifest manifest, string source) => WriteCreated(
        output,
        manifest,
        null,
        null,
        [],
        $"A backup of {source} would have {manifest.Tables.Count} tables. The login sees all rows. Nothing was written.");

    public static void WriteCreated(Output output, CreatedBackup created, TimeSpan time) => WriteCreated(
        output,
        created.Backup.Manifest!,
        created.Backup,
        Math.Round(time.TotalSeconds, 3),
        created.Removed,
        [
            $"{created.Backup.Path}: {Describe(created.Backup.Manifest!)}, in " +
            $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s.",
            $"The hash of its manifest is {created.Backup.ManifestHash}. Note it elsewhere: what somebody writes anew has another one.",
            .. created.Removed.Select(name => $"Removed the older backup {name}."),
        ]);

    public static Listing List(IEnumerable<StoredBackup> backups)
    {
        var listing = new Listing(
            "Backup", "Created at", "Database", "Scope", "Method", "Migration", "Server", "Tables", "Rows", "Bytes", "Complete", "Fault");
        foreach (var backup in backups)
        {
            var manifest = backup.Manifest;
            listing.Add(
                backup.Name, manifest?.CreatedAt, manifest?.Database, manifest?.Scope, manifest?.Method, manifest?.Migration,
                manifest?.ServerVersion, manifest?.Tables.Count, manifest?.Rows, manifest?.Bytes, backup.Fault is null, backup.Fault);
        }

        return listing;
    }

    public static void WriteVerified(Output output, StoredBackup backup, IReadOnlyList<string> faults, bool wasRestored)
    {
        output.Write(
            new
            {
                Backup = backup.Name,
                backup.ManifestHash,
                IsIntact = faults.Count == 0,
                WasRestored = wasRestored,
                Tables = backup.Manifest?.Tables.Count,
                backup.Manifest?.Rows,
                Faults = faults,
            },
            [
                .. faults,
                .. faults.Count > 0
                    ? (string[])[]
                    :
                    [
                        $"The files of {backup.Name} are as they were written: {Describe(backup.Manifest!)}.",
                        wasRestored
                            ? "It was restored into a database of its own, and each table has the rows that it had."
                            : "It was not restored.",
                        $"The hash of its manifest is {backup.ManifestHash}.",
                    ],
            ]);
    }

    public static void WriteRestored(Output output, StoredBackup backup, RestoredBackup restored, string target, bool isDryRun)
    {
        output.Write(
            new
            {
                Target = target,
                IsDryRun = isDryRun,
                Backup = backup.Name,
                backup.Manifest!.Migration,
                restored.Tables,
                restored.Rows,
                restored.PendingMigrations,
            },
            isDryRun
                ? $"{backup.Name} can be restored into {target}: {Describe(backup.Manifest)}."
                : $"Restored {backup.Name} into {target}: {Describe(backup.Manifest)}.",
            $"'{Invocation.Program} migrate' comes next: it makes the slices of the coming months" +
            (restored.PendingMigrations.Count == 0 ? "." : $", and applies {restored.PendingMigrations.Count} newer migrations."));
    }

    private static void WriteCreated(
        Output output,
        BackupManifest manifest,
        StoredBackup? backup,
        double? seconds,
        IReadOnlyList<string> removed,
        params IEnumerable<string> lines) => output.Write(
            new
            {
                IsDryRun = backup is null,
                Backup = backup?.Name,
                backup?.Path,
                manifest.Scope,
                manifest.Method,
                manifest.Migration,
                Tables = manifest.Tables.Count,
                manifest.Rows,
                manifest.Bytes,
                Seconds = seconds,
                backup?.ManifestHash,
                Removed = removed,
            },
            lines);

    private static string Describe(BackupManifest manifest) => manifest.Dump is null
        ? string.Create(
            CultureInfo.InvariantCulture, $"{manifest.Tables.Count} tables, {manifest.Rows:N0} rows, {manifest.Bytes:N0} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"a file of pg_dump, {manifest.Bytes:N0} bytes");
}
