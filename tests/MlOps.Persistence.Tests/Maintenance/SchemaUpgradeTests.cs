using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

public sealed class SchemaUpgradeTests(TestServer server) : IAsyncLifetime
{
    private const string Key = "fk_ml_feedback_ml_predictions_tenant_id_prediction_id";

    private static readonly DateTimeOffset Start = new(2031, 1, 15, 0, 0, 0, TimeSpan.Zero);

    private string _connectionString = "";
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.CreateEmptyDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task One_call_migrates_makes_slices_builds_indexes_and_validates_keys_and_reports_each_step()
    {
        await using var context = server.CreateContext(_dataSource);
        var (first, firstSteps) = await UpgradeAsync(context);
        Assert.Equal(context.Database.GetMigrations(), first.Migrations);
        Assert.Contains("ml_predictions_2031_01", first.Slices);
        Assert.Contains("ml_predictions_2031_02", first.Slices);
        Assert.DoesNotContain("ml_predictions_2031_03", first.Slices);
        Assert.Empty(first.Indexes);
        Assert.Empty(first.Keys);
        Assert.Equal([.. Lines("Applied", first.Migrations), .. Lines("Made slice", first.Slices)], firstSteps);

        await ExecuteAsync(
            $"""
            CREATE INDEX ix_sources ON ONLY ml_predictions (tenant_id, source);
            ALTER TABLE ml_feedback_2031_01 DROP CONSTRAINT {Key};
            ALTER TABLE ml_feedback_2031_01 ADD CONSTRAINT {Key} FOREIGN KEY (tenant_id, prediction_id)
                REFERENCES ml_predictions_2031_01 (tenant_id, id) ON DELETE CASCADE NOT VALID;
            """);
        var (second, secondSteps) = await UpgradeAsync(context);
        Assert.Empty(second.Migrations);
        Assert.Empty(second.Slices);
        Assert.Equal(3, second.Indexes.Count);
        Assert.Equal([$"ml_feedback_2031_01 {Key}"], second.Keys);
        Assert.Equal([.. Lines("Built index", second.Indexes), .. Lines("Validated key", second.Keys)], secondSteps);

        var (third, thirdSteps) = await UpgradeAsync(context);
        Assert.All([third.Migrations, third.Slices, third.Indexes, third.Keys], Assert.Empty);
        Assert.Empty(thirdSteps);
    }

    [Fact]
    public async Task Without_a_span_this_month_and_the_next_two_get_slices()
    {
        await using var context = TenantContexts.Create(_dataSource, Tenants.Default, TenantScope.Transaction);
        var report = await new SchemaUpgrade(context, new FakeTimeProvider(Start)).RunAsync();
        Assert.Equal(
            ["ml_predictions_2031_01", "ml_predictions_2031_02", "ml_predictions_2031_03"],
            report.Slices.Where(slice => slice.StartsWith("ml_predictions", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Migrating_alone_makes_no_slice()
    {
        await using var context = server.CreateContext(_dataSource);
        Assert.NotEmpty(await new SchemaUpgrade(context).MigrateAsync());
        Assert.NotEmpty((await UpgradeAsync(context)).Report.Slices);
    }

    private static async Task<(SchemaReport Report, List<string> Steps)> UpgradeAsync(MlOpsDbContext context)
    {
        var steps = new StepList();
        return (await new SchemaUpgrade(context).RunAsync(Start, Start.AddMonths(1), steps), steps);
    }

    private static IEnumerable<string> Lines(string action, IReadOnlyList<string> names) =>
        names.Select(name => $"{action} {name}");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class StepList : List<string>, IProgress<SchemaStep>
    {
        public void Report(SchemaStep value) => Add($"{value}");
    }
}
