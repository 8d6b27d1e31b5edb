using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Mapping;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

[StandardNames("It runs the migrations of the library.")]
public sealed class LaterLeafTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Fact]
    public async Task A_leaf_that_is_added_to_slices_that_exist_takes_rows_at_once_and_gets_its_part_of_each_slice()
    {
        await using var library = CreateContext();
        await SchemaMigration.RunAsync(library);
        await new SliceMaintenance(library).EnsureAsync(Sample.Noon, Sample.Noon);

        await using var context = Context();
        await AddLeafAsync(library, context);
        context.Add(new TranslatorPrediction("de", null, Sample.Noon));
        await context.SaveChangesAsync();
        Assert.Equal(["1"], await ColumnAsync("SELECT count(*)::text FROM translator_predictions_default"));

        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(["0"], await ColumnAsync("SELECT count(*)::text FROM translator_predictions_default"));
        var slice = Slice(Sample.Noon);
        Assert.Equal(["1"], await ColumnAsync($"SELECT count(*)::text FROM translator_predictions_{slice}"));
        Assert.Equal([$"ml_predictions_{slice}"], await ColumnAsync(
            $"SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = " +
            $"'translator_predictions_{slice}'::regclass"));
        context.ChangeTracker.Clear();
        Assert.Equal("de", (await context.TranslatorPredictions.SingleAsync()).TargetLanguage);
    }

    private async Task AddLeafAsync(MlOpsDbContext before, TranslatorContext after)
    {
        var model = TestModels.Of(after);
        var steps = after.GetService<IMigrationsModelDiffer>()
            .GetDifferences(TestModels.Of(before).GetRelationalModel(), model.GetRelationalModel());
        foreach (var command in after.GetService<IMigrationsSqlGenerator>().Generate(steps, model))
            await ExecuteAsync(command.CommandText);
    }

    private static string Slice(DateTimeOffset moment) =>
        global::MlOps.Postgres.Slices.Slice.Containing(moment, global::MlOps.Postgres.SliceInterval.Month).Suffix;

    private TranslatorContext Context()
    {
        var builder = new DbContextOptionsBuilder<TranslatorContext>();
        builder.UseMlOps(DataSource);
        return new TranslatorContext(builder.Options);
    }
}
