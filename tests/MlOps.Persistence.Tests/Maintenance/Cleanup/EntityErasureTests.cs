using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Registry;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Cleanup;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Cleanup;

public class EntityErasureTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Every_entity_of_the_model_can_be_erased_with_all_that_refers_to_it()
    {
        await Population.StoreAsync(Database);
        await ReleaseHoldsAsync();
        await using var context = Database.CreateOwnerContext();
        var roots = context.Model.GetEntityTypes()
            .Where(type => type.BaseType is null && type.GetTableName() is not null && typeof(Entity).IsAssignableFrom(type.ClrType));
        var before = await CountAllAsync(context);
        foreach (var root in roots)
        {
            var ids = await context.Database.SqlQueryRaw<Guid>($"SELECT id AS \"Value\" FROM {root.GetTableName()}").ToListAsync();
            Assert.NotEmpty(ids);
            var erased = await new EntityErasure(context).EraseAsync(root.GetTableName()!, ids, "ann", Sample.Noon, isTrial: true);
            Assert.Equal(ids.Count, erased[root.GetTableName()!]);
        }

        // Nothing of a trial stays.
        Assert.Equal(before, await CountAllAsync(context));
        Assert.Empty(context.ChangeTracker.Entries());
    }

    [Fact]
    public async Task A_model_is_erased_with_its_versions_predictions_and_decisions_and_another_tenant_keeps_all()
    {
        var other = Guid.CreateVersion7();
        await Population.StoreAsync(Database);
        await ReleaseHoldsAsync();
        await using (var theirs = Database.CreateContext(other))
        {
            theirs.AddRange(Population.Create(tenantId: other));
            await theirs.SaveChangesAsync();
        }

        await using var context = Database.CreateOwnerContext();
        var model = await context.Models.AsNoTracking().FirstAsync();
        var erased = await new EntityErasure(context).EraseAsync("ml_models", [model.Id], "ann", Sample.Noon);
        Assert.Superset(new HashSet<string> { "ml_models", "model_versions", "ml_predictions", "ml_feedback" }, erased.Keys.ToHashSet());
        Assert.Empty(await context.ModelVersions.Where(version => version.ModelName == model.Name).ToListAsync());
        Assert.Equal(
            1, await context.AuditEntries.CountAsync(entry => entry.SubjectType == nameof(Model) && entry.SubjectId == $"{model.Id}"
                && entry.Action == AuditAction.Delete && entry.Actor == "ann"));

        await using var foreign = Database.CreateContext(other);
        Assert.NotEmpty(await foreign.Models.ToListAsync());
        Assert.NotEmpty(await foreign.Predictions.ToListAsync());
    }

    [Fact]
    public async Task Nothing_is_erased_if_one_id_is_not_there_or_a_hold_keeps_rows()
    {
        await using var context = Database.CreateOwnerContext();
        var model = Build.Model();
        context.Add(model);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();
        var missing = await Assert.ThrowsAsync<MlOpsException>(
            () => new EntityErasure(context).EraseAsync("ml_models", [model.Id, Guid.CreateVersion7()], "ann", Sample.Noon));
        Assert.Contains("so that none is erased", missing.Message, StringComparison.Ordinal);

        var hold = Build.LegalHold();
        await new LegalHoldRepository(context).PlaceAsync(hold);
        var held = await Assert.ThrowsAsync<MlOpsException>(
            () => new EntityErasure(context).EraseAsync("ml_models", [model.Id], "ann", Sample.Noon));
        Assert.StartsWith($"Legal hold {hold.Id} keeps rows of this tenant", held.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MlOpsException>(() => new TestDataRemoval(context).DeleteAsync("test", null, "ann", Sample.Noon));
        Assert.Equal(1, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task A_tenant_goes_with_all_its_rows_and_the_default_tenant_never()
    {
        var other = Guid.CreateVersion7();
        await Population.StoreAsync(Database);
        await using (var theirs = Database.CreateContext(other))
        {
            theirs.AddRange(Population.Create(tenantId: other).Where(row => row is not LegalHold));
            await theirs.SaveChangesAsync();
        }

        await using var own = Database.CreateOwnerContext();
        var before = await CountAllAsync(own);
        await using (var context = Database.CreateOwnerContext(other))
        {
            var removal = new TenantRemoval(context);
            Assert.True((await removal.CountAsync())["ml_predictions"] > 0);
            Assert.True((await removal.RunAsync(own, "ann", Sample.Noon))["ml_predictions"] > 0);
            Assert.Empty(await removal.CountAsync());
            Assert.Empty(await removal.RunAsync(own, "ann", Sample.Noon));
        }

        var entry = await own.AuditEntries.SingleAsync(one => one.SubjectType == nameof(Tenant) && one.SubjectId == $"{other}");
        Assert.Equal(("ann", AuditAction.Delete), (entry.Actor, entry.Action));
        Assert.Contains("\"ml_predictions\"", entry.Before!.Text, StringComparison.Ordinal);
        before["ml_audit_log"]++;
        Assert.Equal(before, await CountAllAsync(own));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new TenantRemoval(own).RunAsync(own, "ann", Sample.Noon));
        Assert.Contains("The default tenant is not removed", error.Message, StringComparison.Ordinal);
    }

    // Of the default tenant.
    private static async Task<Dictionary<string, long>> CountAllAsync(MlOpsDbContext context) =>
        (await new TenantRemoval(context).CountAsync()).ToDictionary();

    private async Task ReleaseHoldsAsync() =>
        await Database.ExecuteAsync(
            $"""
            UPDATE ml_legal_holds SET released_at = created_at, released_by = 'x', release_reason = 'x'
            WHERE released_at IS NULL AND tenant_id = '{Tenants.Default}'
            """);
}
