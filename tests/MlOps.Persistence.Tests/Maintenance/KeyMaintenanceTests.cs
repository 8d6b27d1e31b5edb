using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

public class KeyMaintenanceTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Key = "fk_ml_feedback_ml_predictions_tenant_id_prediction_id";
    private const string NotValid =
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND NOT convalidated AND conparentid = 0 ORDER BY 1";

    private static readonly DateTimeOffset Start = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_key_is_declared_by_the_migration_and_validated_slice_by_slice()
    {
        var before = await KeysAsync();
        await StoreAsync();
        await ReplaceKeyAsync();
        Assert.Equal(["ml_feedback_2031_01", "ml_feedback_2031_02"], await Database.ColumnAsync(NotValid));

        Assert.Equal([$"ml_feedback_2031_01 {Key}", $"ml_feedback_2031_02 {Key}"], await CompleteAsync());
        Assert.Equal(before, await KeysAsync());
        Assert.Empty(await CompleteAsync());
    }

    [Fact]
    public async Task An_old_row_without_its_prediction_does_not_stop_the_migration_but_is_named_by_the_validation()
    {
        await KeysAsync();
        var orphan = await StoreAsync();
        await ReplaceKeyAsync($"SET session_replication_role = replica; DELETE FROM ml_predictions WHERE id = '{orphan}'");

        var error = await Assert.ThrowsAsync<MlOpsException>(CompleteAsync);
        Assert.Equal(MlOpsError.OrphanRows, error.Error);
        Assert.StartsWith($"Slice ml_feedback_2031_01 has rows whose foreign key {Key} refers to rows that ml_predictions_2031_01 " +
            "does not have.", error.Message, StringComparison.Ordinal);
        var find = error.Message[error.Message.IndexOf("SELECT", StringComparison.Ordinal)..];
        Assert.Equal([$"{orphan}"], await Database.ColumnAsync($"SELECT prediction_id::text FROM ({find}) AS orphans"));

        await Database.ExecuteAsync($"DELETE FROM ml_feedback WHERE prediction_id = '{orphan}'");
        Assert.Equal(2, (await CompleteAsync()).Count);
    }

    [Fact]
    public async Task A_context_that_tells_its_tenant_in_transactions_validates_too()
    {
        await KeysAsync();
        await ReplaceKeyAsync();
        await using var context = TenantContexts.Create(Database.OwnerDataSource, Tenants.Default, TenantScope.Transaction);
        Assert.Equal(2, (await new KeyMaintenance(context).CompleteAsync()).Count);
    }

    [Fact]
    public async Task Others_write_to_both_tables_while_a_key_is_validated()
    {
        await KeysAsync();
        await ReplaceKeyAsync();
        await using var writer = Database.CreateOwnerContext();
        await using var transaction = await writer.Database.BeginTransactionAsync();
        Add(writer, Start);
        await writer.SaveChangesAsync();
        Assert.Equal(2, (await CompleteAsync()).Count);
        await transaction.CommitAsync();
    }

    [Fact]
    public async Task A_validation_that_died_is_gone_on_with_by_the_next()
    {
        await KeysAsync();
        await ReplaceKeyAsync();
        await using (var connection = await Database.OwnerDataSource.OpenConnectionAsync())
        await using (await connection.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand("LOCK TABLE ml_feedback_2031_02 IN SHARE UPDATE EXCLUSIVE MODE", connection);
            await command.ExecuteNonQueryAsync();
            var dying = CompleteAsync();
            await Polling.UntilAsync(
                async () => await Database.ScalarAsync<bool>(
                    """
                    SELECT bool_or(pg_terminate_backend(pid)) IS NOT NULL FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'ALTER TABLE ml\_feedback\_2031\_02 VALIDATE%'
                    """),
                "the validation of the second slice waits, and dies");
            await Assert.ThrowsAnyAsync<Exception>(() => dying);
            Assert.Equal(["ml_feedback_2031_02"], await Database.ColumnAsync(NotValid));
        }

        Assert.Equal([$"ml_feedback_2031_02 {Key}"], await CompleteAsync());
    }

    // Makes two slices, and says what keys they have.
    private async Task<List<string>> KeysAsync()
    {
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Start, Start.AddMonths(1));
        return await Database.ColumnAsync(
            $"SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '{Key}' ORDER BY 1");
    }

    // Drops the key, does something, and adds it, as a migration would.
    private async Task ReplaceKeyAsync(string between = "SELECT 1")
    {
        await using var context = Database.CreateOwnerContext();
        var model = context.GetService<IDesignTimeModel>().Model;
        var key = model.GetRelationalModel().FindTable("ml_feedback", null)!.ForeignKeyConstraints.Single(key => key.Name == Key);
        await Database.ExecuteAsync(Sql(context, model, new DropForeignKeyOperation { Table = "ml_feedback", Name = Key }));
        await Database.ExecuteAsync(between);
        await Database.ExecuteAsync(Sql(context, model, AddForeignKeyOperation.CreateFrom(key)));
    }

    private static string Sql(MlOpsDbContext context, IModel model, MigrationOperation operation) => string.Concat(
        context.GetService<IMigrationsSqlGenerator>().Generate([operation], model).Select(command => command.CommandText));

    private async Task<IReadOnlyList<string>> CompleteAsync()
    {
        await using var context = Database.CreateOwnerContext();
        return await new KeyMaintenance(context).CompleteAsync();
    }

    private async Task<Guid> StoreAsync()
    {
        await using var context = Database.CreateOwnerContext();
        var first = Add(context, Start);
        Add(context, Start.AddMonths(1));
        await context.SaveChangesAsync();
        return first;
    }

    private static Guid Add(MlOpsDbContext context, DateTimeOffset at)
    {
        var prediction = Build.Prediction("test", 0, at);
        context.AddRange(prediction, Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, at));
        return prediction.Id;
    }
}
