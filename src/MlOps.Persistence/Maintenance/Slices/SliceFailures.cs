using Npgsql;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Collects why slices are not made, so that what prevents one of them does not prevent the others.</summary>
internal sealed class SliceFailures
{
    private readonly List<MlOpsException> _failures = [];

    /// <summary>
    /// Does a part of the work. Returns whether it succeeded. A missing right and a lost connection prevent all other parts as well, so
    /// they are thrown at once.
    /// </summary>
    /// <param name="what">What is not made if it fails, such as "No slice of ml_predictions is made".</param>
    /// <param name="work">The part.</param>
    public async Task<bool> TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (IsLocal(e))
        {
            _failures.Add(e as MlOpsException
                ?? new MlOpsException(MlOpsError.Conflict, $"{what}: {FindRefusal(e)!.MessageText}.", e));
            return false;
        }
    }

    /// <summary>Whether a failure need not prevent other parts.</summary>
    public static bool IsLocal(Exception exception) =>
        exception is MlOpsException || FindRefusal(exception) is { SqlState: not PostgresErrorCodes.InsufficientPrivilege };

    // EF wraps what may pass.
    private static PostgresException? FindRefusal(Exception? exception) =>
        exception is null or PostgresException ? exception as PostgresException : FindRefusal(exception.InnerException);

    /// <exception cref="MlOpsException">Something failed. The message has all reasons.</exception>
    public void ThrowIfAny()
    {
        if (_failures.Count > 0)
            throw new MlOpsException(
                _failures[0].Error, string.Join(Environment.NewLine, _failures.Select(failure => failure.Message)), _failures[0]);
    }
}
