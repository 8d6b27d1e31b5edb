using MlOps.Domain.Predictions;

namespace Shop;

/// <summary>A leaf that the library does not know.</summary>
public sealed class TranslatorPrediction : Prediction
{
    private TranslatorPrediction()
    {
    }

    private TranslatorPrediction(double value, DateTimeOffset at)
        : base("translator", "quality", value, at, null)
    {
    }

    public string TargetLanguage { get; private set; } = "";

    public static TranslatorPrediction Record(double value, DateTimeOffset at, string targetLanguage) =>
        new(value, at) { TargetLanguage = targetLanguage };
}
