using Microsoft.Extensions.Options;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Refuses options that no process can work with.</summary>
internal sealed class TenantWriterOptionsValidator : IValidateOptions<TenantWriterOptions>
{
    // Each of them has a connection, a thread of its journal and its queue.
    private const int MostOpen = 10_000;

    private static readonly TimeSpan LongestIdleTime = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, TenantWriterOptions options)
    {
        var faults = new List<string>(PredictionWriterOptionsValidator.FindFaults(options.Writer));
        if (options.MaxOpen is < 1 or > MostOpen)
            faults.Add($"{nameof(options.MaxOpen)} is {options.MaxOpen}. It must be at least 1 and at most {MostOpen}.");

        if (options.IdleTime <= TimeSpan.Zero || options.IdleTime > LongestIdleTime)
            faults.Add(
                $"{nameof(options.IdleTime)} is {options.IdleTime}. It must be longer than zero, and at most " +
                $"{LongestIdleTime.TotalDays} day.");

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
