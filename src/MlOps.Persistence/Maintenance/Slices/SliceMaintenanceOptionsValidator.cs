using Microsoft.Extensions.Options;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Refuses options that make no sense.</summary>
internal sealed class SliceMaintenanceOptionsValidator : IValidateOptions<SliceMaintenanceOptions>
{
    // Each slice is a partition of every table, and each query plans with all of them.
    private const int MostPeriods = 120;

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SliceMaintenanceOptions options)
    {
        var faults = new List<string>();
        Check(options.Behind, nameof(options.Behind));
        Check(options.Ahead, nameof(options.Ahead));
        if (options.Interval < ShortestInterval || options.Interval > LongestInterval)
            faults.Add(
                $"{nameof(options.Interval)} is {options.Interval}. It must be between {ShortestInterval.TotalSeconds} second and " +
                $"{LongestInterval.TotalDays} day.");

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(int periods, string option)
        {
            if (periods is < 0 or > MostPeriods)
                faults.Add($"{option} is {periods}. It must be between 0 and {MostPeriods} periods.");
        }
    }
}
