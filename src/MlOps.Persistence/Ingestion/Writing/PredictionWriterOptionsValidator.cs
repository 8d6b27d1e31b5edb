using Microsoft.Extensions.Options;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Refuses options that no writer can work with.</summary>
internal sealed class PredictionWriterOptionsValidator(IOptions<MlOpsOptions> common) : IValidateOptions<PredictionWriterOptions>
{
    // Timers cannot measure more than some weeks, and no write should wait that long.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    // More is a mistake: no computer has the memory, and no server the connections.
    private const int LargestCapacity = 10_000_000;
    private const int LargestBatch = 1_000_000;
    private const int MostLanes = 100;

    public ValidateOptionsResult Validate(string? name, PredictionWriterOptions options)
    {
        var faults = FindFaults(options);
        if (common.Value.FindTenant is not null)
            faults.Add(
                $"A prediction writer has one tenant, and {nameof(MlOpsOptions.FindTenant)} gives each scope its own. Add the writers of " +
                "several tenants by AddTenantWriters.");

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    public static List<string> FindFaults(PredictionWriterOptions options)
    {
        var faults = new List<string>();
        Between(1, LargestBatch, options.BatchSize, nameof(options.BatchSize));
        Between(options.BatchSize, LargestBatch, options.MaxBatchSize, nameof(options.MaxBatchSize));
        Between(options.BatchSize, LargestCapacity, options.Capacity, nameof(options.Capacity));
        Between(1, MostLanes, options.Lanes, nameof(options.Lanes));
        AtLeast(0, options.DegradedAbove, nameof(options.DegradedAbove));
        AtLeast(options.DegradedAbove, options.UnhealthyAbove, nameof(options.UnhealthyAbove));
        AtLeast(1, options.JournalLimitBytes, nameof(options.JournalLimitBytes));
        if (options.FlushInterval <= TimeSpan.Zero || options.FlushInterval > LongestInterval)
            faults.Add(
                $"{nameof(options.FlushInterval)} is {options.FlushInterval}. It must be longer than zero, and at most " +
                $"{LongestInterval.TotalDays} day.");

        ADay(options.QueuedTooLong, nameof(options.QueuedTooLong));
        ADay(options.WaitForPrediction, nameof(options.WaitForPrediction));

        if (options.Durability == Durability.Journal && string.IsNullOrWhiteSpace(options.JournalDirectory))
            faults.Add(
                $"{nameof(options.Durability)} is Journal, but {nameof(options.JournalDirectory)} is not set. " +
                "Name a directory on a durable disk, one for each process.");

        return faults;

        void Between(long least, long most, long value, string option)
        {
            AtLeast(least, value, option);
            if (value > most)
                faults.Add($"{option} is {value}. It must be at most {most}.");
        }

        void ADay(TimeSpan value, string option)
        {
            if (value < TimeSpan.Zero || value > LongestInterval)
                faults.Add($"{option} is {value}. It must not be negative, and at most {LongestInterval.TotalDays} day.");
        }

        void AtLeast(long least, long value, string option)
        {
            if (value < least)
                faults.Add($"{option} is {value}. It must be at least {least}.");
        }
    }
}
