using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

public class BulkInsertFailureTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task An_id_twice_in_a_batch_stores_nothing() => await AssertRefusedAsync(
        [.. Sample.FullPredictions(), .. Twice(Sample.FullPredictions()[3])], "ml_predictions", "duplicate key");

    [Fact]
    public async Task An_id_that_is_stored_already_stores_nothing()
    {
        var stored = Sample.BarePredictions()[1];
        await using (var context = Database.CreateOwnerContext())
            await BulkInsert.RunAsync(context, [stored], default);

        await AssertRefusedAsync([.. Sample.FullPredictions(), stored], "ml_predictions", "duplicate key", before: 1);
    }

    [Fact]
    public async Task An_unknown_model_version_stores_nothing() => await AssertRefusedAsync(
        [.. Sample.FullPredictions(), .. Sample.FullPredictions(Guid.CreateVersion7())], "ml_predictions", "foreign key");

    [Fact]
    public async Task A_row_that_only_the_last_table_refuses_takes_back_what_the_first_took()
    {
        await Database.ExecuteAsync("ALTER TABLE policy_ml_predictions ADD CONSTRAINT broken CHECK (policy_id <> 'refused')");
        try
        {
            var refused = PolicyPrediction.Record("t", 1, Sample.Noon, "vm", "refused", ComplianceState.Compliant);
            await AssertRefusedAsync([.. Sample.FullPredictions(), refused], "policy_ml_predictions", "\"broken\"");
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE policy_ml_predictions DROP CONSTRAINT broken");
        }
    }

    [Fact]
    public async Task An_enumeration_that_throws_stores_nothing()
    {
        await using var context = Database.CreateOwnerContext();
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => BulkInsert.RunAsync(context, Throwing(), default));
        await AssertUsableAsync(context, 0);

        static IEnumerable<Entity> Throwing()
        {
            yield return Sample.BarePredictions()[0];
            throw new TimeZoneNotFoundException();
        }
    }

    [Fact]
    public async Task An_entity_of_another_tenant_is_refused_before_anything_is_sent()
    {
        var foreign = Sample.BarePredictions()[1];
        foreign.BelongTo(Guid.CreateVersion7());
        var own = Sample.BarePredictions();
        await using var context = Database.CreateOwnerContext();
        var error = await Assert.ThrowsAsync<IllegalTransitionException>(
            () => BulkInsert.RunAsync(context, [.. own, foreign], default));
        Assert.Contains(foreign.TenantId.ToString(), error.Message, StringComparison.Ordinal);
        Assert.All(own, prediction => Assert.Equal(Guid.Empty, prediction.TenantId));
        await AssertUsableAsync(context, 0);
    }

    [Fact]
    public async Task A_null_in_the_batch_is_named_by_its_place()
    {
        await using var context = Database.CreateOwnerContext();
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => BulkInsert.RunAsync(context, [.. Sample.BarePredictions(), null!], default));
        Assert.Contains("Entity 8", error.Message, StringComparison.Ordinal);
        await AssertUsableAsync(context, 0);
    }

    [Fact]
    public async Task An_entity_that_is_not_mapped_is_refused_by_its_name()
    {
        await using var context = Database.CreateOwnerContext();
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => BulkInsert.RunAsync(context, [Sample.BarePredictions()[0], new Unmapped()], default));
        Assert.Contains($"Unmapped is not an entity of {context.GetType().Name}", error.Message, StringComparison.Ordinal);
        await AssertUsableAsync(context, 0);
    }

    [Fact]
    public async Task A_failure_within_the_callers_transaction_takes_back_the_batch_alone()
    {
        await using var context = Database.CreateOwnerContext();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            await BulkInsert.RunAsync(context, [Sample.BarePredictions()[0]], default);
            await Assert.ThrowsAsync<DbUpdateException>(
                () => BulkInsert.RunAsync(context, Twice(Sample.BarePredictions()[1]), default));
            await BulkInsert.RunAsync(context, [Sample.BarePredictions()[2]], default);
            await transaction.CommitAsync();
        }

        await AssertUsableAsync(context, 2);
    }

    [Fact]
    public async Task The_refused_row_is_named_where_the_server_tells_it()
    {
        var rows = Sample.FullPredictions();
        await using var context = Database.CreateOwnerContext();
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => BulkInsert.RunAsync(context, [.. rows, rows[3]], default));
        Assert.Contains($" {rows[3].GetType().Name} {rows[3].Id}: ", error.Message, StringComparison.Ordinal);
    }

    private static Entity[] Twice(Prediction prediction) => [prediction, prediction];

    private async Task AssertRefusedAsync(IReadOnlyList<Entity> rows, string table, string reason, int before = 0)
    {
        await using var context = Database.CreateOwnerContext();
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => BulkInsert.RunAsync(context, rows, default));
        Assert.Contains($" {RenamedRun.Sql(table)}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        foreach (var mapped in context.Model.GetRelationalModel().Tables)
            Assert.InRange(await Database.CountAsync(RenamedRun.Quote(mapped)), 0, before);

        await AssertUsableAsync(context, before);
    }

    private static async Task AssertUsableAsync(MlOpsDbContext context, int before)
    {
        Assert.Null(context.Database.CurrentTransaction);
        Assert.Equal(before, await context.Predictions.CountAsync());
        Assert.Equal(8, await BulkInsert.RunAsync(context, Sample.FullPredictions(), default));
        Assert.Equal(before + 8, await context.Predictions.CountAsync());
    }

    private sealed class Unmapped() : Entity(Sample.Noon);
}
