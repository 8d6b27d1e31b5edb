using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

[OneVersionIsEnough]
public class ServingHistoryTests(TestDatabase database) : PromotionTest(database)
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    [Theory]
    [InlineData(1, 1_000_000)] // steps that lie apart
    [InlineData(2, 3)] // steps a microsecond apart, or at the same one
    public async Task What_served_is_known_for_every_moment(int seed, int mostMicrosecondsApart)
    {
        await StoreVersionsAsync(5);
        var random = new Random(seed);
        var oracle = new List<(DateTimeOffset At, string? Version)> { (DateTimeOffset.MinValue, null) };
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var at = Sample.Noon;
        for (var step = 0; step < 200; step++)
        {
            at += random.Next(mostMicrosecondsApart + 1) * Microsecond;
            var serving = oracle[^1].Version;
            var change = new StageChange("ann", "next", at);
            if (serving is not null && random.Next(5) == 0)
            {
                await versions.MoveAsync(Name, serving, ModelStage.Archived, change, default);
                oracle.Add((at, null));
                continue;
            }

            var next = Enumerable.Range(1, 5).Select(number => $"{number}").Where(version => version != serving).ElementAt(random.Next(4));
            await versions.PromoteAsync(Name, next, change);
            oracle.Add((at, next));
        }

        await using var other = Database.CreateContext();
        await AssertServedAsync(new ModelVersionRepository(other), oracle);
    }

    [Fact]
    public async Task The_moment_may_be_given_in_any_offset()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var moment = Sample.Noon.AddHours(1).ToOffset(TimeSpan.FromHours(-11));
        Assert.Equal("1", (await versions.FindProductionAtAsync(Name, moment, default))?.Version);
        Assert.Null(await versions.FindProductionAtAsync(Name, moment - Microsecond, default));
        Assert.Null(await versions.FindProductionAtAsync("other", moment, default));
        Assert.Equal("1", (await versions.FindProductionAtAsync(Name, DateTimeOffset.MaxValue, default))?.Version);
        Assert.Null(await versions.FindProductionAtAsync(Name, DateTimeOffset.MinValue, default));
    }

    private static async Task AssertServedAsync(
        ModelVersionRepository versions, List<(DateTimeOffset At, string? Version)> oracle)
    {
        var boundaries = oracle.Skip(1).Select(step => step.At).Distinct().ToList();
        var moments = boundaries
            .Concat(boundaries.Select(boundary => boundary - Microsecond))
            .Concat(boundaries.Zip(boundaries.Skip(1), (left, right) => left + ((right - left) / 2)))
            .Distinct();
        foreach (var moment in moments)
        {
            var expected = oracle.Last(step => step.At <= moment).Version;
            var actual = await versions.FindProductionAtAsync(Name, moment, default);
            Assert.Equal($"{moment:O}: {expected}", $"{moment:O}: {actual?.Version}");
        }
    }
}
