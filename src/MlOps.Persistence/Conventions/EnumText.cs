using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MlOps.Persistence.Conventions;

/// <summary>Writes an enumeration's member as text: in snake_case (AtRisk as at_risk) if not told otherwise.</summary>
internal sealed class EnumText<TEnum> : ValueConverter<TEnum, string>
    where TEnum : struct, Enum
{
    public EnumText()
        : this(value => SnakeCaseConvention.Convert(value.ToString()))
    {
    }

    public EnumText(Func<TEnum, string> toText)
        : this(Enum.GetValues<TEnum>().ToDictionary(value => value, toText))
    {
    }

    private EnumText(Dictionary<TEnum, string> texts)
        : this(texts, texts.ToDictionary(pair => pair.Value, pair => pair.Key))
    {
    }

    private EnumText(Dictionary<TEnum, string> texts, Dictionary<string, TEnum> values)
        : base(value => texts[value], text => values[text])
    {
    }
}
