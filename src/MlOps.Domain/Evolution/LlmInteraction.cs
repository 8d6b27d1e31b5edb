using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Evolution;

/// <summary>One request to a language model, with its time and its cost. It never changes.</summary>
public sealed class LlmInteraction : Entity
{
    public const int MaxModelLength = 255;
    public const int MaxPurposeLength = 255;

    /// <summary>In the currency of the accounts. A higher cost of one request can only be a mistake.</summary>
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
                nameof(Cost),
                string.Create(CultureInfo.InvariantCulture, $"must be from 0 to {MaxCost}; it was {cost}"));
        Latency = Guard.NotNegative(latency, nameof(Latency));
    }

    /// <summary>The experiment that needed it, if there was one.</summary>
    public Guid? ExperimentId { get; private set; }

    /// <summary>The experiment that paid for the call. Null if it was not loaded.</summary>
    [JsonIgnore]
    public EvolutionExperiment? Experiment { get; private set; }

    public Guid? IndividualId { get; private set; }

    /// <summary>The individual that the call was made for. Null if it was not loaded.</summary>
    [JsonIgnore]
    public EvolutionIndividual? Individual { get; private set; }

    [MaxLength(MaxModelLength)]
    public string Model { get; private set; } = null!;

    /// <summary>The task of the model: "mutate", "review".</summary>
    [MaxLength(MaxPurposeLength)]
    public string? Purpose { get; private set; }

    public int TokensIn { get; private set; }

    public int TokensOut { get; private set; }

    /// <summary>All tokens, in and out. The database computes the same.</summary>
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
