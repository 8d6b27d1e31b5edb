using System.Collections;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

[OneVersionIsEnough]
public class NavigationTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid OtherTenant = new("0199a0b0-0000-7000-8000-000000000001");

    [Theory, InlineData(false), InlineData(true)]
    public async Task Every_navigation_leads_to_the_rows_that_its_foreign_key_names(bool inAllTenants)
    {
        await StoreForTwoTenantsAsync();
        await using var context = Database.CreateContext();
        foreach (var navigation in context.Model.GetEntityTypes().SelectMany(type => type.GetDeclaredNavigations()))
        {
            var expected = new HashSet<(Guid, Guid, Guid)>();
            foreach (var dependent in await LoadAsync(context, navigation.ForeignKey.DeclaringEntityType.ClrType, null, inAllTenants))
            {
                foreach (var principal in await LoadAsync(context, navigation.ForeignKey.PrincipalEntityType.ClrType, null, inAllTenants))
                {
                    if (RefersTo(navigation.ForeignKey, dependent, principal))
                        expected.Add(navigation.IsOnDependent
                            ? (dependent.TenantId, dependent.Id, principal.Id)
                            : (dependent.TenantId, principal.Id, dependent.Id));
                }
            }

            var loaded = (await LoadAsync(context, navigation.DeclaringEntityType.ClrType, navigation.Name, inAllTenants))
                .SelectMany(entity => ReadTargets(navigation, entity), (entity, target) => (entity, target)).ToList();
            Assert.All(loaded, pair => Assert.Equal(pair.entity.TenantId, pair.target.TenantId));
            Assert.NotEmpty(expected);
            Assert.Equal(expected, loaded.Select(pair => (pair.entity.TenantId, pair.entity.Id, pair.target.Id)).ToHashSet());
        }
    }

    [Fact]
    public async Task Entities_that_are_added_together_hold_each_other_and_keep_their_keys()
    {
        var entities = Population.Create(tenantId: OtherTenant);
        await using var context = Database.CreateOwnerContext(OtherTenant);
        var before = entities.Select(entity => DescribeKeys(context, entity)).ToList();
        context.AddRange(entities);
        await context.SaveChangesAsync();

        Assert.Equal(before, entities.Select(entity => DescribeKeys(context, entity)));
        Assert.All(entities, entity => Assert.Equal(OtherTenant, entity.TenantId));
        Assert.All(entities.OfType<Feedback>(), feedback => Assert.Contains(feedback, feedback.Prediction!.Feedback));
    }

    [Fact]
    public async Task An_entity_never_gets_the_tenant_of_an_entity_that_it_refers_to()
    {
        await StoreForTwoTenantsAsync();
        await using var context = Database.CreateContext();
        var prediction = await context.Predictions.AsNoTracking().FirstAsync();
        await using var other = Database.CreateOwnerContext(OtherTenant);
        other.Attach(prediction);
        var feedback = Population.FullFeedback(prediction.Id);
        other.Add(feedback);

        await Assert.ThrowsAsync<DbUpdateException>(() => other.SaveChangesAsync());
        Assert.Equal(OtherTenant, feedback.TenantId);
        Assert.False(await context.Feedback.IgnoreQueryFilters().AnyAsync(stored => stored.Id == feedback.Id));
    }

    [Fact]
    public async Task The_json_of_an_entity_does_not_depend_on_what_else_was_loaded()
    {
        await StoreForTwoTenantsAsync();
        await using var context = Database.CreateContext();
        await using var other = Database.CreateContext();
        var tracked = await LoadAllTrackedAsync(context);
        Assert.NotNull(tracked.OfType<ModelVersion>().First().Model);
        Assert.NotEmpty(tracked.OfType<Prediction>().First().Feedback);
        Assert.NotNull(tracked.OfType<Prediction>().First().RegisteredVersion);
        foreach (var entity in tracked)
        {
            var alone = (await LoadAsync(other, entity.GetType(), null, inAllTenants: false)).Single(row => row.Id == entity.Id);
            Assert.Equal(WriteCodec.ToText(context.Model, Write.Of(alone)), WriteCodec.ToText(context.Model, Write.Of(entity)));
            Assert.Equal(JsonSerializer.Serialize(alone, alone.GetType()), JsonSerializer.Serialize(entity, entity.GetType()));
        }
    }

    private static bool RefersTo(IForeignKey key, Entity dependent, Entity principal) =>
        key.Properties.Zip(key.PrincipalKey.Properties).All(pair =>
            pair.First.GetGetter().GetClrValue(dependent) is { } value && value.Equals(pair.Second.GetGetter().GetClrValue(principal)));

    private static IEnumerable<Entity> ReadTargets(INavigation navigation, Entity entity) =>
        navigation.PropertyInfo!.GetValue(entity) switch
        {
            null => [],
            Entity target => [target],
            var targets => ((IEnumerable)targets).Cast<Entity>(),
        };

    private static string DescribeKeys(DbContext context, Entity entity) => string.Join(", ",
        context.Model.FindEntityType(entity.GetType())!.GetProperties()
            .Where(property => (property.IsKey() || property.IsForeignKey()) && property.Name != nameof(Entity.TenantId))
            .Select(property => $"{property.Name} {property.GetGetter().GetClrValue(entity)}"));

    private static async Task<List<Entity>> LoadAllTrackedAsync(MlOpsDbContext context)
    {
        foreach (var type in context.Model.GetEntityTypes()
            .Where(type => type.BaseType is null && type.ClrType.IsAssignableTo(typeof(Entity))))
            await LoadAsync(context, type.ClrType, null, inAllTenants: false, QueryTrackingBehavior.TrackAll);

        return [.. context.ChangeTracker.Entries<Entity>().Select(entry => entry.Entity)];
    }

    private static Task<List<Entity>> LoadAsync(
        MlOpsDbContext context,
        Type type,
        string? navigation,
        bool inAllTenants,
        QueryTrackingBehavior tracking = QueryTrackingBehavior.NoTracking) =>
        (Task<List<Entity>>)typeof(NavigationTests)
            .GetMethod(nameof(LoadOfTypeAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [context, navigation, inAllTenants, tracking])!;

    private static async Task<List<Entity>> LoadOfTypeAsync<TEntity>(
        MlOpsDbContext context, string? navigation, bool inAllTenants, QueryTrackingBehavior tracking)
        where TEntity : Entity
    {
        var query = context.Set<TEntity>().AsTracking(tracking);
        if (inAllTenants)
            query = query.IgnoreQueryFilters();

        if (navigation is not null)
            query = query.Include(navigation);

        return [.. await query.ToListAsync()];
    }

    private async Task StoreForTwoTenantsAsync()
    {
        await Population.StoreAsync(Database);
        await using var context = Database.CreateOwnerContext(OtherTenant);
        context.AddRange(Population.Create(tenantId: OtherTenant));
        await context.SaveChangesAsync();
    }
}
