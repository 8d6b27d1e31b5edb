namespace MlOps.Domain.Monitoring;

/// <summary>What a drift method found.</summary>
public sealed record DriftResult
{
    public const int MaxMethodLength = 100;

    /// <param name="method">
    /// Which method exactly, "psi-evidently" for instance: the same name stands for different formulas elsewhere.
    /// </param>
    /// <param name="statistic">What it computed.</param>
    public DriftResult(string method, double statistic)
    {
        Method = Guard.Text(method, nameof(Method), MaxMethodLength);
        Statistic = Guard.Finite(statistic, nameof(Statistic));
    }

    public string Method { get; }

    public double Statistic { get; }

    public double? PValue { get; init; }

    /// <summary>The edges of the bins or the categories, so that the value can be computed again.</summary>
    public Json? Bins { get; init; }

    /// <summary>How badly a variational auto-encoder trained on the reference rebuilds the current data.</summary>
    public double? VaeReconstructionError { get; init; }
}
