using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Monitoring;

public class HealthSnapshotRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_latest_snapshot_is_found_and_those_of_a_window_come_oldest_first()
    {
        await using (var context = Database.CreateContext())
        {
            Assert.Null(await new HealthSnapshotRepository(context).FindLatestAsync());
            foreach (var hour in (int[])[2, 0, 3, 1])
                new HealthSnapshotRepository(context).Add(Snapshot(hour));

            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext();
        var snapshots = new HealthSnapshotRepository(other);
        var latest = (await snapshots.FindLatestAsync())!;
        Assert.Equal((Sample.Noon.AddHours(3), HealthState.Degraded), (latest.CreatedAt, latest.State));
        Assert.Equal(new HealthFinding("slices", HealthState.Degraded, "none ahead"), latest.Findings[1]);
        Assert.Equal(
            [1, 2],
            await snapshots.StreamAsync(new TimeWindow(Sample.Noon.AddHours(1), Sample.Noon.AddHours(3)))
                .Select(snapshot => (snapshot.CreatedAt - Sample.Noon).Hours).ToListAsync());
    }

    [Fact]
    public async Task What_was_seen_is_read_by_sql_in_words()
    {
        await using (var context = Database.CreateContext())
        {
            new HealthSnapshotRepository(context).Add(Snapshot(0));
            await context.SaveChangesAsync();
        }

        Assert.Equal(
            ["connection is healthy", "slices is degraded"],
            await Database.ColumnAsync(
                "SELECT finding->>'name' || ' is ' || (finding->>'state') FROM ml_health_snapshots, jsonb_array_elements(findings) AS " +
                "finding"));
    }

    private static HealthSnapshot Snapshot(int hour) => HealthSnapshot.Take(
        [new("connection", HealthState.Healthy), new("slices", HealthState.Degraded, "none ahead")], TimeSpan.FromSeconds(1),
            Sample.Noon.AddHours(hour));
}
