using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence;
using Xunit;

namespace MlOps.Testing;

/// <summary>What tests say of the rows of a test database, of all tenants.</summary>
public static class DatabaseAssertions
{
    private const int Shown = 5;

    /// <summary>Each entity has a row that is the same in every property that the model maps.</summary>
    public static async Task AssertStoredAsync<TContext>(this TestDatabase<TContext> database, params IEnumerable<Entity> entities)
        where TContext : MlOpsDbContext
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(entities);
        var problems = new List<string>();
        foreach (var tenant in entities.GroupBy(entity => entity.TenantId))
        {
            if (tenant.Key == Guid.Empty)
            {
                problems.AddRange(tenant.Select(entity => $"{Name(entity)} was added to no context."));
                continue;
            }

            await using var context = database.CreateOwnerContext(tenant.Key);
            foreach (var entity in tenant)
                problems.AddRange(await FindDifferencesAsync(context, entity));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>There are these predictions and no others, each of them once.</summary>
    public static async Task AssertPredictionsAsync<TContext>(this TestDatabase<TContext> database, IEnumerable<Guid> ids)
        where TContext : MlOpsDbContext
    {
        ArgumentNullException.ThrowIfNull(database);
        var stored = (await database.ColumnAsync("SELECT id::text FROM ml_predictions")).ConvertAll(Guid.Parse);
        var expected = ids.ToHashSet();
        string?[] problems =
        [
            Describe("missing", expected.Except(stored)),
            Describe("that nobody wrote", stored.Except(expected)),
            Describe("stored more than once", stored.CountBy(id => id).Where(found => found.Value > 1).Select(found => found.Key)),
        ];
        Assert.True(
            problems.All(problem => problem is null),
            $"Of {expected.Count} predictions: {string.Join("; ", problems.Where(problem => problem is not null))}.");
    }

    /// <summary>The database has refused no write for good.</summary>
    public static async Task AssertNoDeadLettersAsync<TContext>(this TestDatabase<TContext> database)
        where TContext : MlOpsDbContext
    {
        ArgumentNullException.ThrowIfNull(database);
        var letters = await database.ColumnAsync(
            "SELECT concat(kind, ' ', content_id, ': ', reason) FROM ml_dead_letters ORDER BY created_at");
        Assert.True(letters.Count == 0, $"{letters.Count} writes became dead letters.\n{string.Join('\n', letters.Take(Shown))}");
    }

    private static async Task<IEnumerable<string>> FindDifferencesAsync(DbContext context, Entity entity)
    {
        var key = context.Model.FindEntityType(entity.GetType())?.FindPrimaryKey()?.Properties;
        if (key is null)
            return [$"{Name(entity)} is of a class that {context.GetType().Name} does not map."];

        var read = await context.FindAsync(entity.GetType(), [.. key.Select(property => property.GetGetter().GetClrValue(entity))]);
        return read is null
            ? [$"{Name(entity)} is not stored."]
            : Fields.Differences(context, entity, read).Select(difference => $"{Name(entity)}: {difference}");
    }

    private static string Name(Entity entity) => $"{entity.GetType().Name} {entity.Id}";

    private static string? Describe(string what, IEnumerable<Guid> ids)
    {
        var list = ids.ToList();
        return list.Count == 0
            ? null
            : $"{list.Count} {what} ({string.Join(", ", list.Take(Shown))}{(list.Count > Shown ? ", ..." : "")})";
    }
}
