using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Features;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Features;

public class FeatureStoreTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Day = Sample.Noon.Date;

    [Fact]
    public async Task A_value_that_became_known_later_is_never_seen()
    {
        await using var context = Database.CreateContext();
        var features = await RegisterAsync(context, "age");
        await context.BulkInsertAsync(
        [
            Value("age", "ann", 30, eventDay: 0, knownDay: 0),
            Value("age", "ann", 31, eventDay: 10, knownDay: 12),
            // The first was wrong, which came out on day 20.
            Value("age", "ann", 29, eventDay: 0, knownDay: 20),
        ]);

        Assert.Null(await AgeAsync(eventDay: -1, knownDay: 30));
        Assert.Null(await AgeAsync(eventDay: 5, knownDay: -1));
        Assert.Equal(30, await AgeAsync(eventDay: 5, knownDay: 5));
        Assert.Equal(29, await AgeAsync(eventDay: 5, knownDay: 20));
        Assert.Equal(30, await AgeAsync(eventDay: 11, knownDay: 11));
        Assert.Equal(31, await AgeAsync(eventDay: 11, knownDay: 12));
        Assert.Equal(31, await AgeAsync(eventDay: 30, knownDay: 30));

        async Task<int?> AgeAsync(int eventDay, int knownDay) => (await features.ListVectorsAsync(
            ["ann"], ["age"], Day.AddDays(eventDay), Day.AddDays(knownDay)))[0].Values[0]?.As<int>();
    }

    [Fact]
    public async Task Answers_have_the_order_of_the_entities_and_of_the_features_and_a_gap_where_nothing_is_known()
    {
        await using var context = Database.CreateContext();
        var features = await RegisterAsync(context, "age", "city");
        await context.BulkInsertAsync([Value("age", "ann", 30, 0, 0), Value("city", "bob", "Bonn", 0, 0)]);

        var answers = await features.ListVectorsAsync(["bob", "nobody", "ann"], ["city", "age", "unknown"], Day, Day);

        Assert.Equal(["bob", "nobody", "ann"], answers.Select(answer => answer.Point.EntityId));
        Assert.Equal([Json.From("Bonn"), null, null], answers[0].Values);
        Assert.Equal([null, null, null], answers[1].Values);
        Assert.Equal([null, Json.From(30), null], answers[2].Values);
    }

    // What a naive reading of all values finds for each point, for many random values with ties and corrections.
    [Fact]
    public async Task A_training_set_is_what_a_reading_value_by_value_finds()
    {
        await using var context = Database.CreateContext();
        var features = await RegisterAsync(context, "a", "b");
        var random = new Random(7);
        var values = Enumerable.Range(0, 3000).Select(number => Value(
            random.Next(2) == 0 ? "a" : "b", $"e{random.Next(20)}", number, random.Next(60), random.Next(60))).ToList();
        await context.BulkInsertAsync(values);
        var points = Enumerable.Range(0, 5000)
            .Select(_ => new FeaturePoint($"e{random.Next(22)}", Day.AddDays(random.Next(62)), Day.AddDays(random.Next(62)))).ToList();

        var vectors = await features.StreamTrainingSetAsync(points.ToAsyncEnumerable(), ["a", "b"]).ToListAsync();

        Assert.Equal(points, vectors.Select(vector => vector.Point));
        Assert.All(vectors, vector => Assert.Equal(
            new[] { "a", "b" }.Select(name => Expected(vector.Point, name)), vector.Values));

        Json? Expected(FeaturePoint point, string name) => values
            .Where(value => value.FeatureName == name && value.EntityId == point.EntityId)
            .Where(value => value.EventTime <= point.EventTime && value.KnownAt <= point.KnownAt)
            .OrderByDescending(value => value.EventTime).ThenByDescending(value => value.KnownAt).ThenByDescending(value => value.Id)
            .FirstOrDefault()?.Value;
    }

    [Fact]
    [StandardNames("It reads plans, which name tables and indexes.")]
    public async Task Values_are_looked_up_by_their_index_in_the_slices_up_to_what_was_known()
    {
        await using var context = Database.CreateOwnerContext();
        await RegisterAsync(context, "age");
        await new SliceMaintenance(context).EnsureAsync(Day, Day.AddDays(120));
        await context.BulkInsertAsync(
            Enumerable.Range(0, 20_000).Select(number => Value("age", $"e{number}", number, 0, number % 120)));
        await Database.ExecuteAsync("ANALYZE ml_feature_store");
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource).AddInterceptors(plans);
        await using var explained = RenamedRun.CreateContext(builder.Options);

        await new FeatureRepository(explained).ListVectorsAsync(["e1", "e2"], ["age"], Day, Day.AddDays(40));

        Assert.DoesNotContain(plans.Lines, line => line.Contains("Seq Scan on ml_feature_store", StringComparison.Ordinal));
        Assert.DoesNotContain($"ml_feature_store_{Day.AddDays(100):yyyy_MM}", plans.Tables);
        Assert.Contains($"ml_feature_store_{Day:yyyy_MM}", plans.Tables);
    }

    [Fact]
    public async Task A_value_of_a_feature_that_is_not_in_the_catalogue_is_refused()
    {
        await using var context = Database.CreateContext();
        var error = await Assert.ThrowsAsync<DbUpdateException>(
            () => context.BulkInsertAsync([Value("unknown", "ann", 1, 0, 0)]));
        Assert.Contains("ml_feature_store", error.Message, StringComparison.Ordinal);
    }

    private static async Task<FeatureRepository> RegisterAsync(MlOpsDbContext context, params string[] names)
    {
        var features = new FeatureRepository(context);
        foreach (var name in names)
            features.Add(Build.Feature(name, at: Day));

        await context.SaveChangesAsync();
        return features;
    }

    private static FeatureValue Value<T>(string feature, string entity, T value, int eventDay, int knownDay) => FeatureValue.Record(
        feature, FeatureKind.Contextual, entity, Json.From(value), Day.AddDays(eventDay), Day.AddDays(knownDay));
}
