using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Import.Reports;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>After every import, the version in production is the one that the history names.</summary>
public sealed class HistoryImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private static readonly DateTimeOffset Early = new(2025, 12, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Late = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);

    private const string Versions =
        """
        CREATE TABLE model_versions (id bigint, model_name text, model_version text, stage text, promoted_at timestamptz,
            created_at timestamptz);
        INSERT INTO model_versions VALUES (1, 'credit-risk', '1', 'Production', '2026-01-01', '2026-01-01'),
            (2, 'credit-risk', '2', 'Staging', NULL, '2026-01-02');
        """;

    [Fact]
    public async Task A_version_that_is_already_there_keeps_its_stage_and_its_history()
    {
        await CreateSourceAsync(Versions);
        await ImportAsync();
        await ExecuteAsync(
            """
            UPDATE model_versions SET stage = 'Archived' WHERE id = 1;
            UPDATE model_versions SET stage = 'Production', promoted_at = '2026-01-05' WHERE id = 2
            """);
        foreach (var isDryRun in new[] { true, false, false })
        {
            var report = await ImportAsync(new ImportOptions { IsDryRun = isDryRun });
            Assert.Equal((2, 0, 2, 0), Numbers(report, "model_versions"));
            Assert.Equal(2, Table(report, "model_versions").Changes[ImportRemarks.StageNotUpdated]);
            await AssertServesAsync("1");
            Assert.Equal(2, await Database.CountAsync("model_stage_transitions"));
        }
    }

    [Fact]
    public async Task A_version_that_is_refused_ends_the_time_of_no_other()
    {
        await CreateSourceAsync(Versions);
        await ImportAsync();
        await ExecuteAsync("INSERT INTO model_versions VALUES (3, 'credit-risk', '3', 'Production', '2026-01-05', '2026-01-05')");
        var report = await ImportAsync();
        Assert.Equal((3, 0, 2, 1), Numbers(report, "model_versions"));
        Assert.Equal(
            "another version served here at that time: '1' of model 'credit-risk', since 2026-01-01T00:00:00.0000000+00:00",
            Assert.Single(Refused).Reason);
        await AssertServesAsync("1");
        Assert.Equal(2, await Database.CountAsync("model_stage_transitions"));
    }

    [Theory]
    [InlineData("'Archived', '2026-01-05'", "'Production', '2026-01-07'", "2026-01-01", 2)]
    [InlineData("'Production', '2026-01-05'", "'Production', '2026-01-07'", "2026-01-01", 2)]
    [InlineData("'Archived', '2025-12-01'", "'Staging', NULL", "2026-01-02", 1)]
    [InlineData("'Staging', NULL", "'Archived', NULL", "2026-01-01", 0)]
    public async Task A_version_that_served_while_another_one_serves_here_is_refused(string third, string fourth, string first, int refused)
    {
        await CreateSourceAsync(Versions);
        await ImportAsync();
        await ExecuteAsync(
            $"""
            INSERT INTO model_versions (id, model_name, model_version, created_at, stage, promoted_at) VALUES
                (3, 'credit-risk', '3', '2025-12-01', {third}), (4, 'credit-risk', '4', '2026-01-05', {fourth});
            UPDATE model_versions SET promoted_at = '{first}' WHERE id = 1
            """);
        foreach (var isDryRun in new[] { true, false })
            Assert.Equal(
                (4, 2 - refused, 2, refused), Numbers(await ImportAsync(new ImportOptions { IsDryRun = isDryRun }), "model_versions"));

        await AssertServesAsync("1");
        await using var context = Database.CreateContext();
        Assert.Equal(
            "1",
            (await new ModelVersionRepository(context).FindProductionAtAsync("credit-risk", Late))?.Version);
    }

    [Fact]
    public async Task A_version_that_served_before_the_stored_ones_is_imported()
    {
        await CreateSourceAsync(Versions);
        await ImportAsync();
        await ExecuteAsync("INSERT INTO model_versions VALUES (3, 'credit-risk', '0', 'Archived', '2025-12-01', '2025-12-01')");
        Assert.Equal((3, 1, 2, 0), Numbers(await ImportAsync(), "model_versions"));
        await using var context = Database.CreateContext();
        Assert.Equal(
            "0",
            (await new ModelVersionRepository(context).FindProductionAtAsync("credit-risk", Early))?.Version);
        await AssertServesAsync("1");
    }

    [Fact]
    public async Task A_version_with_the_name_of_another_one_ends_the_time_of_no_other()
    {
        await CreateSourceAsync(
            Versions +
            """
            UPDATE model_versions SET stage = 'Production', promoted_at = '2026-01-07' WHERE id = 2;
            INSERT INTO model_versions VALUES (3, 'credit-risk', '2', 'Production', '2026-01-05', '2026-01-05')
            """);
        var report = await ImportAsync();
        Assert.Equal((3, 2, 0, 1), Numbers(report, "model_versions"));
        Assert.Equal(("3", "model_version", "2"), (Assert.Single(Refused).Id, Refused[0].Column, Refused[0].Value));
        await AssertServesAsync("2");
        await using var context = Database.CreateContext();
        Assert.Equal(
            "1",
            (await new ModelVersionRepository(context).FindProductionAtAsync("credit-risk", Late))?.Version);
    }

    [Fact]
    public async Task A_model_that_was_retired_after_the_import_keeps_its_stage_and_its_history()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_models (id bigint, name text, version text, status text, created_at timestamptz, updated_at timestamptz);
            INSERT INTO ml_models VALUES (1, 'credit-risk', '1', 'active', '2026-01-01', '2026-01-01')
            """);
        await ImportAsync();
        await ExecuteAsync("UPDATE ml_models SET status = 'retired', updated_at = '2026-02-01'");
        var report = await ImportAsync();
        Assert.Equal((1, 0, 1, 0), Numbers(report, "ml_models", "model_versions"));
        Assert.Equal(1, Table(report, "ml_models", "model_versions").Changes[ImportRemarks.StageNotUpdated]);
        await using var context = Database.CreateContext();
        Assert.Equal(ModelStage.None, (await context.ModelVersions.SingleAsync()).Stage);
        Assert.Equal(0, await Database.CountAsync("model_stage_transitions"));
    }

    private async Task AssertServesAsync(string version)
    {
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        Assert.Equal(version, (await versions.FindInProductionAsync("credit-risk"))?.Version);
        Assert.Equal(version, (await versions.FindProductionAtAsync("credit-risk", DateTimeOffset.UtcNow))?.Version);
    }
}
