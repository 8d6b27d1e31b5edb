namespace MlOps.Persistence.Ingestion;

/// <summary>Stores items together, and finds those that cannot be stored.</summary>
internal static class Bisection
{
    /// <summary>
    /// Stores items, all of them at once if possible. Where some are refused it stores each half by itself, down to the single
    /// items, so that a refused item stops none of its neighbours.
    /// </summary>
    /// <param name="items">The items, in the order in which they are stored.</param>
    /// <param name="store">Stores items: all of them or, when it throws, none.</param>
    /// <param name="isRefusal">Whether an error says that an item is at fault. Any other error ends it.</param>
    /// <param name="refuse">Gets each item that cannot be stored, with the reason.</param>
    public static async Task RunAsync<T>(
        IReadOnlyList<T> items, Func<IReadOnlyList<T>, Task> store, Func<Exception, bool> isRefusal, Func<T, Exception, Task> refuse)
    {
        try
        {
            await store(items).ConfigureAwait(false);
            return;
        }
        catch (Exception e) when (isRefusal(e))
        {
            if (items.Count == 1)
            {
                await refuse(items[0], e).ConfigureAwait(false);
                return;
            }
        }

        var half = items.Count / 2;
        await RunAsync([.. items.Take(half)], store, isRefusal, refuse).ConfigureAwait(false);
        await RunAsync([.. items.Skip(half)], store, isRefusal, refuse).ConfigureAwait(false);
    }
}
