using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Patterns;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Repositories.Patterns;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Patterns;

public class PatternRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateOnly FirstDay = new(2026, 3, 2);
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_pattern_is_read_back_by_its_type_and_name_which_are_unique()
    {
        var pattern = PatternSamples.CreatePattern("long_method");
        await StoreAsync([pattern]);
        await using var context = Database.CreateContext();
        var patterns = new PatternRepository(context);
        Assert.Empty(Fields.Differences(context, pattern, (await patterns.FindAsync("code_smell", "long_method"))!));
        Assert.Null(await patterns.FindAsync("code_smell", "other"));
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreAsync([PatternSamples.CreatePattern("long_method")]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Occurrences_of_a_window_come_oldest_first(bool inBulk)
    {
        var (pattern, other) = (PatternSamples.CreatePattern("long_method"), PatternSamples.CreatePattern("god_class"));
        await StoreAsync([pattern, other]);
        PatternOccurrence[] occurrences =
        [
            .. new[] { 3, 1, 0, 2 }.Select(hour => PatternSamples.CreateOccurrence(pattern, Sample.Noon.AddHours(hour))),
            PatternSamples.CreateOccurrence(other, Sample.Noon.AddHours(1)),
        ];
        await using var context = Database.CreateContext();
        var patterns = new PatternRepository(context);
        if (inBulk)
            Assert.Equal(5, await context.BulkInsertAsync(occurrences));
        else
            Array.ForEach(occurrences, patterns.Add);

        await context.SaveChangesAsync();
        var window = new TimeWindow(Sample.Noon.AddHours(1), Sample.Noon.AddHours(3));
        var read = await patterns.StreamOccurrencesAsync(pattern.Id, window).ToListAsync();
        Assert.Equal([1, 2], read.Select(occurrence => (occurrence.CreatedAt - Sample.Noon).Hours));
        Assert.Empty(Fields.Differences(context, occurrences[1], read[0]));
    }

    [Fact]
    public async Task An_occurrence_needs_its_pattern()
    {
        await using var context = Database.CreateContext();
        await Assert.ThrowsAsync<DbUpdateException>(() =>
            context.BulkInsertAsync([PatternSamples.CreateOccurrence(PatternSamples.CreatePattern("never stored"), Sample.Noon)]));
    }

    [Fact]
    public async Task Trends_set_each_day_beside_the_same_day_of_the_window_before()
    {
        var (method, smell) = (PatternSamples.CreatePattern("long_method"), PatternSamples.CreatePattern("a_smell"));
        await StoreAsync([method, smell, PatternSamples.CreatePattern("never_seen")]);
        await using var context = Database.CreateContext();
        var patterns = new PatternRepository(context);
        await context.BulkInsertAsync(
        [
            .. Seen(method, 0, 3), .. Seen(method, -2, 2), // the first day, and two days before it
            .. Seen(method, -1, 4), // the second day of the window before: none on the second day
            .. Seen(smell, 1, 1),
            .. Seen(method, 2, 9), .. Seen(method, -3, 9), // outside on both sides
        ]);

        var trends = await patterns.StreamTrendsAsync(FirstDay, 2).ToListAsync();
        Assert.Equal(
            [
                new(smell.Id, "a_smell", FirstDay.AddDays(1), 1, 0),
                new(method.Id, "long_method", FirstDay, 3, 2),
                new(method.Id, "long_method", FirstDay.AddDays(1), 0, 4),
            ],
            trends);
        Assert.Equal(trends[1..], await patterns.StreamTrendsAsync(FirstDay, 2, method.Id).ToListAsync());
        Assert.Equal([(1, null), (1, 0.5), (-4, -1)], trends.Select(trend => (trend.Change, trend.RelativeChange)));
        await using var stranger = Database.CreateOwnerContext(Guid.CreateVersion7());
        Assert.Empty(await new PatternRepository(stranger).StreamTrendsAsync(FirstDay, 2).ToListAsync());
        Assert.Throws<InvalidValueException>(() => { _ = patterns.StreamTrendsAsync(FirstDay, 0); });
    }

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Service)]
    public async Task Trends_are_the_same_after_a_refresh_and_what_came_since_then_counts_at_once(string role)
    {
        var (method, smell) = (PatternSamples.CreatePattern("long_method"), PatternSamples.CreatePattern("a_smell"));
        await StoreAsync([method, smell]);
        await using var owner = Database.CreateOwnerContext();
        var stored = new PatternRepository(owner);
        await owner.BulkInsertAsync([.. Seen(method, -2, 2), .. Seen(method, -1, 4), .. Seen(method, 0, 3), .. Seen(smell, 0, 1)]);
        await using var context = Database.CreateContextAs(role);
        var patterns = new PatternRepository(context);
        var live = await patterns.StreamTrendsAsync(FirstDay, 2).ToListAsync();

        await new ViewRefresh(owner).RunAsync();
        Assert.Equal(live, await patterns.StreamTrendsAsync(FirstDay, 2).ToListAsync());

        // The last day that was counted goes on, another begins, and one that was over has to wait.
        await owner.BulkInsertAsync([.. Seen(smell, 0, 1), .. Seen(method, 1, 5), .. Seen(method, -2, 1)]);
        Assert.Equal(
            [
                new(smell.Id, "a_smell", FirstDay, 2, 0), new(method.Id, "long_method", FirstDay, 3, 2),
                new(method.Id, "long_method", FirstDay.AddDays(1), 5, 4),
            ],
            await patterns.StreamTrendsAsync(FirstDay, 2).ToListAsync());
        Assert.Equal(3, (await patterns.StreamTrendsAsync(FirstDay, 2, method.Id).FirstAsync()).Occurrences);

        await new ViewRefresh(owner).RunAsync();
        Assert.Equal(3, (await patterns.StreamTrendsAsync(FirstDay, 2, method.Id).FirstAsync()).OccurrencesBefore);
    }

    [Fact]
    public async Task An_occurrence_of_a_day_to_come_does_not_close_today()
    {
        var pattern = PatternSamples.CreatePattern("long_method");
        await StoreAsync([pattern]);
        await using var context = Database.CreateOwnerContext();
        var patterns = new PatternRepository(context);
        var now = DateTimeOffset.UtcNow;
        await context.BulkInsertAsync(
            [PatternSamples.CreateOccurrence(pattern, now), PatternSamples.CreateOccurrence(pattern, now.AddDays(2))]);
        await new ViewRefresh(context).RunAsync();

        await context.BulkInsertAsync([PatternSamples.CreateOccurrence(pattern, now)]);
        var days = await patterns.StreamTrendsAsync(DateOnly.FromDateTime(now.UtcDateTime), 3).ToListAsync();
        Assert.Equal([2, 1], days.Select(day => day.Occurrences));
    }

    [Fact]
    public async Task Recommendations_that_nobody_decided_on_come_newest_first()
    {
        var proposed = new[] { 2, 0, 1 }.Select(hour => Recommendation.Propose("retrain", $"{hour}", Sample.Noon.AddHours(hour))).ToList();
        var accepted = Recommendation.Propose("retrain", "accepted", Sample.Noon);
        accepted.Accept("ann", Sample.Noon);
        await StoreAsync([.. proposed, accepted]);
        await using var context = Database.CreateContext();
        var recommendations = new RecommendationRepository(context);
        Assert.Equal(["2", "1"], await recommendations.StreamProposedAsync(2).Select(recommendation => recommendation.Title).ToListAsync());
        var read = await recommendations.GetAsync(proposed[1].Id);
        Assert.Empty(Fields.Differences(context, proposed[1], read));
        read.Reject("ann", "no", Sample.Noon.AddHours(3));
        await context.SaveChangesAsync();
        Assert.Equal(2, await recommendations.StreamProposedAsync(9).CountAsync());
        await Assert.ThrowsAsync<MlOpsException>(() => recommendations.GetAsync(Guid.CreateVersion7()));
    }

    private static IEnumerable<PatternOccurrence> Seen(IdentifiedPattern pattern, int day, int times) =>
        Enumerable.Range(0, times).Select(hour => PatternSamples.CreateOccurrence(pattern, Midnight.AddDays(day).AddHours(hour * 2.875)));

    private async Task StoreAsync(IEnumerable<Entity> entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
