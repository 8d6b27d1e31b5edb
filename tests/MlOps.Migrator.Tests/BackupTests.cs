using System.Text.Json;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public sealed class BackupTests(TestServer server, TestDatabase database) : DatabaseTest(database), IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly CommandLine _mlops = new("unused");

    private string Backups => _directory.Child("backups");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_is_created_listed_verified_and_restored()
    {
        await StoreAsync();
        var checkedOnly = await ReadAsync("backup create", "--to", Backups, "--connection", Database.OwnerConnectionString, "--dry-run");
        Assert.True(checkedOnly.GetProperty("isDryRun").GetBoolean());
        Assert.False(Directory.Exists(Backups));

        var created = await ReadAsync("backup create", "--to", Backups, "--connection", Database.OwnerConnectionString);
        var name = created.GetProperty("backup").GetString()!;
        var listed = await ReadAsync("backup list", "--from", Backups);
        Assert.Equal(
            (name, "all", "copy", true, created.GetProperty("rows").GetInt64()),
            (listed.GetProperty("backup").GetString(), listed.GetProperty("scope").GetString(), listed.GetProperty("method").GetString(),
                listed.GetProperty("complete").GetBoolean(), listed.GetProperty("rows").GetInt64()));

        var verified = await ReadAsync("backup verify", name, "--from", Backups, "--connection", Database.OwnerConnectionString);
        Assert.Equal(
            (true, true, created.GetProperty("manifestHash").GetString()),
            (verified.GetProperty("isIntact").GetBoolean(), verified.GetProperty("wasRestored").GetBoolean(),
                verified.GetProperty("manifestHash").GetString()));

        var target = await server.CreateEmptyDatabaseAsync();
        var path = Path.Combine(Backups, name);
        var dry = await ReadAsync("backup restore", path, "--connection", target, "--dry-run");
        Assert.True(dry.GetProperty("isDryRun").GetBoolean());
        var restored = await ReadAsync("backup restore", path, "--connection", target);
        Assert.Equal(created.GetProperty("rows").GetInt64(), restored.GetProperty("rows").GetInt64());
        var migrated = await CommandInProcess.RunAsync("migrate", "--connection", target);
        Assert.Equal(0, migrated.ExitCode);
        var models = await CommandInProcess.RunAsync("models", "list", "--connection", target);
        Assert.Contains("\nsearch\t", models.Output, StringComparison.Ordinal);

        var again = await CommandInProcess.RunAsync("backup", "restore", path, "--connection", target);
        Assert.Equal((31, ""), (again.ExitCode, again.Output));
        Assert.Contains("is not empty: ", again.Error, StringComparison.Ordinal);
        await server.DropDatabaseAsync(target);
    }

    [Fact]
    public async Task A_person_reads_sentences_and_each_failure_has_its_code()
    {
        await StoreAsync();
        var text = await CommandInProcess.ReadAsync(
            "backup", "create", "--to", Backups, "--only", "critical", "--keep", "1", "--connection", Database.OwnerConnectionString);
        Assert.Matches(@"backups/\d{8}T\d{9}Z: \d+ tables, \d+ rows, [\d,]+ bytes, in \d+\.\d s\.\n", text);
        var second = await CommandInProcess.ReadAsync(
            "backup", "create", "--to", Backups, "--only", "critical", "--keep", "1", "--connection", Database.OwnerConnectionString);
        Assert.Contains("\nRemoved the older backup ", second, StringComparison.Ordinal);
        var path = Directory.EnumerateDirectories(Backups).Single();
        Assert.Contains(
            "It was not restored.", await CommandInProcess.ReadAsync("backup", "verify", path, "--files-only"), StringComparison.Ordinal);

        var other = await CommandInProcess.RunAsync("backup", "verify", path, "--files-only", "--manifest-hash", new string('0', 64));
        Assert.Equal(30, other.ExitCode);
        Assert.Contains("Somebody has written the backup anew.\n", other.Output, StringComparison.Ordinal);
        File.Delete(Directory.EnumerateFiles(path, "*.gz").First());
        var damaged = await CommandInProcess.RunAsync("backup", "verify", path, "--json");
        Assert.Equal(30, damaged.ExitCode);
        Assert.False(Manual.ParseJson("backup verify", damaged.Output).Single().GetProperty("isIntact").GetBoolean());
        Assert.Contains("\tno\tThe file ", await CommandInProcess.ReadAsync("backup", "list", "--from", Backups), StringComparison.Ordinal);

        Assert.Equal(12, (await CommandInProcess.RunAsync("backup", "verify", "none", "--from", Backups)).ExitCode);
        Assert.Equal(12, (await CommandInProcess.RunAsync("backup", "list", "--from", Path.Combine(Backups, "none"))).ExitCode);
        var file = Path.Combine(_directory.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var unwritable = await CommandInProcess.RunAsync(
            "backup", "create", "--to", Path.Combine(file, "x"), "--connection", Database.OwnerConnectionString);
        Assert.Equal(32, unwritable.ExitCode);
        Assert.Equal(
            ExitCode.Usage,
            (await CommandInProcess.RunAsync("backup", "create", "--to", Backups, "--only", "critical", "--pg-dump")).ExitCode);
    }

    [Fact]
    public async Task A_name_that_came_from_a_file_cannot_change_the_terminal()
    {
        Directory.CreateDirectory(Path.Combine(Backups, "a\e[2J"));
        await File.WriteAllTextAsync(Path.Combine(Backups, "a\e[2J", "manifest.json"), "{}");
        var output = await CommandInProcess.ReadAsync("backup", "list", "--from", Backups);
        Assert.Contains("a\\u001b[2J\t", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
    }

    [Fact]
    public async Task Pg_dump_gets_the_snapshot_and_no_password_in_its_arguments()
    {
        if (OperatingSystem.IsWindows())
            return;

        var program = _directory.Child("pg_dump");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nfor a; do case $a in --file=*) f=${a#--file=};; esac; done\n" +
            "echo \"$@\" > \"$f\"; test -n \"$PGHOST\" && echo \"$PGDATABASE $PGUSER\" >> \"$f\"\n");
        File.SetUnixFileMode(program, (UnixFileMode)Convert.ToInt32("755", 8));
        _mlops.Environment["MLOPS_POSTGRES_BIN"] = _directory.Path;
        var result = await RunPgDumpAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        var backup = Directory.EnumerateDirectories(Backups).Single();
        var written = await File.ReadAllLinesAsync(Path.Combine(backup, "database.dump"));
        var settings = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString);
        Assert.Matches(@"^--format=custom --no-password --snapshot=[0-9A-F-]+ --file=.*\.partial/database\.dump$", written[0]);
        Assert.Equal($"{settings.Database} {settings.Username}", written[1]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(backup, "database.dump")));

        var verified = await ReadAsync("backup verify", backup);
        Assert.Equal(
            (true, false), (verified.GetProperty("isIntact").GetBoolean(), verified.GetProperty("wasRestored").GetBoolean()));
        var restored = await CommandInProcess.RunAsync("backup", "restore", backup, "--connection", Database.OwnerConnectionString);
        Assert.Equal(3, restored.ExitCode);
        Assert.Contains("pg_restore --no-owner --dbname CONNECTION", restored.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(program, "#!/bin/sh\necho 'pg_dump: error: out of luck' >&2; exit 1\n");
        var failed = await RunPgDumpAsync();
        Assert.Equal(10, failed.ExitCode);
        Assert.Contains("pg_dump: error: out of luck", failed.Error, StringComparison.Ordinal);
        Assert.Equal([backup], Directory.EnumerateDirectories(Backups));
    }

    [Fact]
    public async Task A_scheduled_backup_is_made_by_the_process_that_has_a_directory_and_the_oldest_goes()
    {
        await StoreAsync();
        string[] connection = ["--connection", Database.OwnerConnectionString];
        var job = await ReadAsync("backup schedule", ["--every", "6h", .. connection]);
        Assert.Equal(("back up", "scheduled"), (job.GetProperty("job").GetString(), job.GetProperty("outcome").GetString()));
        Assert.Equal(
            "unchanged", (await ReadAsync("backup schedule", ["--every", "1h", .. connection])).GetProperty("outcome").GetString());
        await Database.ExecuteAsync("UPDATE ml_jobs SET next_due_at = now() - interval '1 day'");
        var without = await CommandInProcess.RunAsync(["run", "--once", .. connection]);
        Assert.True(without is { ExitCode: 0, Output: "" }, without.ToString());
        Assert.Equal(3, (await CommandInProcess.RunAsync(["jobs", "run", "back up", .. connection])).ExitCode);

        var due = await CommandInProcess.RunAsync(["run", "--once", "--backups", Backups, .. connection]);
        Assert.True(due.ExitCode == 0, due.ToString());
        var first = Directory.EnumerateDirectories(Backups).Single();
        Assert.Equal(
            Path.GetFileName(first),
            await Database.ScalarAsync<string>("SELECT outcome->>'backup' FROM ml_job_runs WHERE job = 'back up'"));
        await CommandInProcess.ReadAsync(["jobs", "run", "back up", "--backups", Backups, "--backups-keep", "1", .. connection]);
        Assert.NotEqual(first, Directory.EnumerateDirectories(Backups).Single());

        var refused = await CommandInProcess.RunAsync(
            "jobs", "run", "back up", "--backups", Backups, "--connection", Database.ConnectionStringAs(MlOpsRoles.App));
        Assert.Equal(26, refused.ExitCode);
        Assert.Contains("permission denied", refused.Output, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(Backups));
    }

    private Task<CommandResult> RunPgDumpAsync() =>
        _mlops.RunAsync("backup", "create", "--to", Backups, "--pg-dump", "--connection", Database.OwnerConnectionString);

    private static async Task<JsonElement> ReadAsync(string verb, params string[] arguments) => Manual.ParseJson(
        verb, await CommandInProcess.ReadAsync([.. verb.Split(' '), .. arguments, "--json"])).Single();

    private async Task StoreAsync()
    {
        await using var context = Database.CreateContext();
        context.AddRange(Build.Model("search"), Build.Prediction(), Build.DeadLetter());
        await context.SaveChangesAsync();
    }
}
