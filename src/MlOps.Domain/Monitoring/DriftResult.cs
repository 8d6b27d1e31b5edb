using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Monitoring;

/// <summary>The result of a drift method.</summary>
public sealed record DriftResult
{
    public const int MaxMethodLength = 100;

    /// <param name="method">
    /// The exact method, "psi_sturges" for instance, since different tools use one name for different formulas.
    /// </param>
    /// <param name="statistic">The computed number.</param>
    public DriftResult(string method, double statistic)
    {
        Method = Guard.Text(method, nameof(Method), MaxMethodLength);
        Statistic = Guard.Finite(statistic, nameof(Statistic));
    }

    public string Method { get; }

    public double Statistic { get; }

    public double? PValue { get; init; }

    /// <summary>The counts that were compared, if the method counts.</summary>
    public ComparedCounts? Counts { get; init; }

    /// <summary>The predictions that were compared. Null if they are not in the database.</summary>
    public DriftEvidence? Evidence { get; init; }

    /// <inheritdoc cref="DriftMetric.Bins"/>
    public Json? Bins { get; init; }

    /// <summary>The error of a variational autoencoder, trained on the reference, on the current data.</summary>
    public double? VaeReconstructionError { get; init; }

    /// <summary>Takes over what was measured.</summary>
    /// <exception cref="InvalidValueException">The data does not define the statistic.</exception>
    public static DriftResult From(DriftMeasurement measured, DriftEvidence? evidence = null)
    {
        Guard.Given(measured, nameof(measured));
        return new(measured.Method, measured.Statistic ?? throw new InvalidValueException(
            nameof(Statistic), "must be defined by the data; it was null"))
        {
            PValue = measured.PValue,
            Counts = measured.Counts,
            Evidence = evidence,
        };
    }
}
