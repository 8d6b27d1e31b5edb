using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

[NeedsNoServer]
public class BisectionTests
{
    [Theory]
    [InlineData(1, new int[0])]
    [InlineData(1, new[] { 0 })]
    [InlineData(7, new[] { 0, 3, 6 })]
    [InlineData(1000, new[] { 1, 500, 501, 999 })]
    [InlineData(5, new[] { 0, 1, 2, 3, 4 })]
    public async Task The_items_at_fault_are_refused_and_all_others_stored_in_their_order(int count, int[] refused)
    {
        var (stored, found) = (new List<int>(), new List<int>());
        await Bisection.RunAsync(
            [.. Enumerable.Range(0, count)],
            items =>
            {
                if (items.Any(refused.Contains))
                    throw new FormatException();

                stored.AddRange(items);
                return Task.CompletedTask;
            },
            e => e is FormatException,
            (item, _) =>
            {
                found.Add(item);
                return Task.CompletedTask;
            });

        Assert.Equal(refused, found);
        Assert.Equal(Enumerable.Range(0, count).Except(refused), stored);
    }

    [Fact]
    public async Task An_error_that_is_no_items_fault_ends_it() => await Assert.ThrowsAsync<TimeoutException>(() => Bisection.RunAsync<int>(
        [1, 2], _ => throw new TimeoutException(), e => e is FormatException, (_, _) => throw new InvalidOperationException()));
}
