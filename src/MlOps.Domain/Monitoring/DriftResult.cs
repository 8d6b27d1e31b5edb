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

    /// <summary>The edges of the bins, or the categories, so that the number can be computed again.</summary>
    public Json? Bins { get; init; }

    /// <summary>The error of a variational autoencoder, trained on the reference, on the current data.</summary>
    public double? VaeReconstructionError { get; init; }
}
