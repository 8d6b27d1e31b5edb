using System.Globalization;

namespace MlOps.Domain.Evolution;

/// <summary>One request to a language model: what it took and what it cost. It is never changed.</summary>
public sealed class LlmInteraction : Entity
{
    public const int MaxModelLength = 255;
    public const int MaxPurposeLength = 255;

    /// <summary>In the currency of your accounts. More for one request can only be a mistake.</summary>
    public const int MaxCost = 1_000_000;

    private LlmInteraction()
    {
    }

    private LlmInteraction(string model, int tokensIn, int tokensOut, decimal cost, TimeSpan latency, DateTimeOffset at)
        : base(at)
    {
        Model = Guard.Text(model, nameof(Model), MaxModelLength);
        TokensIn = Guard.NotNegative(tokensIn, nameof(TokensIn));
        TokensOut = Guard.NotNegative(tokensOut, nameof(TokensOut));
        Cost = cost is >= 0 and <= MaxCost
            ? cost
            : throw new InvalidValueException(
                nameof(Cost), string.Create(CultureInfo.InvariantCulture, $"must be from 0 to {MaxCost}; it was {cost}"));
        Latency = Guard.NotNegative(latency, nameof(Latency));
    }

    /// <summary>Whom it was done for, if for an experiment.</summary>
    public Guid? ExperimentId { get; private set; }

    public Guid? IndividualId { get; private set; }

    public string Model { get; private set; } = null!;

    /// <summary>What it was to do: "mutate", "review".</summary>
    public string? Purpose { get; private set; }

    public int TokensIn { get; private set; }

    public int TokensOut { get; private set; }

    /// <summary>In and out together. The database computes the same.</summary>
    public long Tokens
    {
        get => (long)TokensIn + TokensOut;
        private set { }
    }

    public decimal Cost { get; private set; }

    public TimeSpan Latency { get; private set; }

    public static LlmInteraction Record(
        string model,
        int tokensIn,
        int tokensOut,
        decimal cost,
        TimeSpan latency,
        DateTimeOffset at,
        Guid? experimentId = null,
        Guid? individualId = null,
        string? purpose = null) =>
        new(model, tokensIn, tokensOut, cost, latency, at)
        {
            ExperimentId = Guard.Identifier(experimentId, nameof(ExperimentId)),
            IndividualId = Guard.Identifier(individualId, nameof(IndividualId)),
            Purpose = Guard.OptionalText(purpose, nameof(Purpose), MaxPurposeLength),
        };
}
