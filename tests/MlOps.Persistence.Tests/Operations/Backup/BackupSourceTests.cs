using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Operations.Backup;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations.Backup;

[StandardNames("It runs the migrations of the library.")]
[OneVersionIsEnough]
public sealed class BackupSourceTests(TestServer server, TestDatabase database) : BackupTest(server, database)
{
    [Fact]
    public async Task A_backup_has_the_rows_of_one_moment_while_others_write()
    {
        await PopulateAsync();
        var before = (Predictions: await Database.CountAsync("ml_predictions"), Feedback: await Database.CountAsync("ml_feedback"));
        using var ending = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var written = 0;
            for (; !ending.IsCancellationRequested; written++)
            {
                await using var context = Database.CreateContext();
                var prediction = Build.Prediction(at: Sample.Noon.AddSeconds(written));
                context.AddRange(prediction, Population.FullFeedback(prediction.Id));
                await context.SaveChangesAsync();
            }

            return written;
        });
        await Polling.UntilAsync(
            async () => await Database.CountAsync("ml_feedback") > before.Feedback + 3, "the writer has written something");
        var backups = new List<BackupManifest>();
        for (var i = 0; i < 3; i++)
            backups.Add((await CreateAsync(new BackupOptions(Backups) { Parallel = 4 })).Manifest!);

        await ending.CancelAsync();
        Assert.True(await writing > 10);
        Assert.All(backups, backup => Assert.Equal(
            before.Predictions - before.Feedback, Count(backup, "ml_predictions") - Count(backup, "ml_feedback")));
        Assert.Equal(backups.Select(backup => backup.Rows).Distinct().Order(), backups.Select(backup => backup.Rows));
        Assert.InRange(Count(backups[0], "ml_feedback"), before.Feedback + 1, Count(backups[2], "ml_feedback") - 1);
    }

    [Fact]
    public async Task A_login_from_which_policies_hide_rows_is_refused()
    {
        await using var owner = await PlainOwner.CreateAsync(Server);
        await using (var context = Server.CreateContext(owner.DataSource))
            await new SchemaUpgrade(context).MigrateAsync();

        var error = await Assert.ThrowsAsync<MlOpsException>(() => CreateAsync(connection: owner.ConnectionString));
        Assert.Equal(MlOpsError.DatabaseUnavailable, error.Error);
        Assert.StartsWith("Row-level security hides rows of ", error.Message, StringComparison.Ordinal);
        Assert.Contains("BYPASSRLS", error.Message, StringComparison.Ordinal);
        Assert.Equal([".lock"], Directory.EnumerateFileSystemEntries(Backups).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_login_for_backups_that_owns_nothing_sees_all_rows()
    {
        await PopulateAsync();
        var login = $"backup_{Guid.NewGuid():N}";
        await Database.ExecuteAsync($"CREATE ROLE {login} LOGIN BYPASSRLS PASSWORD '{login}'; GRANT pg_read_all_data TO {login}");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString) { Username = login, Password = login };
            var mine = (await CreateAsync(connection: connection.ConnectionString)).Manifest!;
            var all = (await CreateAsync()).Manifest!;
            Assert.Equal(all.Tables.Select(table => table.RowsHash), mine.Tables.Select(table => table.RowsHash));
            Assert.Equal(all.Chains, mine.Chains);
            var manifest = await File.ReadAllTextAsync(Path.Combine(new BackupStore(Backups).List()[1].Path, "manifest.json"));
            Assert.DoesNotContain(login, manifest, StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync($"DROP OWNED BY {login}; DROP ROLE {login}");
        }
    }

    [Fact]
    public async Task The_critical_tables_are_those_that_nobody_can_measure_again()
    {
        await PopulateAsync();
        var backup = await CreateAsync(new BackupOptions(Backups) { Scope = BackupScope.Critical });
        var tables = backup.Manifest!.Tables.Select(table => table.Name).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "ml_models", "model_versions", "retraining_decisions", "ml_chain_links", "ml_chain_heads", "ml_audit_log",
                "ml_retraining_policies", "ml_serving_periods", "ml_feature_baselines", "ml_alert_rules", "ml_tenants", "ml_logins",
                "ml_access_tokens",
            },
            tables);
        Assert.DoesNotContain("ml_predictions", tables);
        Assert.DoesNotContain("ml_feedback", tables);
        Assert.DoesNotContain("system_performance_metrics", tables);

        var target = await CreateTargetAsync();
        await RestoreAsync(backup, target);
        var before = await TableContents.ReadAsync(Database.OwnerDataSource);
        Assert.Equal(
            before.Where(line => tables.Contains(line.Split(' ')[0])),
            (await ReadAsync(target)).Where(line => tables.Contains(line.Split(' ')[0])));
        // Slices that the backup does not have can be made.
        await using var dataSource = NpgsqlDataSource.Create(target);
        await using var context = Server.CreateContext(dataSource);
        var made = await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Contains("ml_predictions_2026_03", made);
    }

    [Fact]
    public async Task Files_are_for_their_owner_alone()
    {
        var backup = await CreateAsync(new BackupOptions(Backups) { Scope = BackupScope.Critical });
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var directory in (string[])[Backups, backup.Path])
            Assert.Equal(ReadWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));

        foreach (var file in Directory.EnumerateFiles(backup.Path))
            Assert.Equal(ReadWrite, File.GetUnixFileMode(file));
    }

    private static long Count(BackupManifest manifest, string table) => manifest.Tables.Single(found => found.Name == table).Rows;
}
