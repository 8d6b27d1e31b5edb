using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>Writes a member of an enumeration as text, by default in snake_case (AtRisk as at_risk).</summary>
internal sealed class EnumText<TEnum> : ValueConverter<TEnum, string>
    where TEnum : struct, Enum
{
    public EnumText()
        : this(value => SnakeCaseConvention.Convert(value.ToString()))
    {
    }

    public EnumText(Func<TEnum, string> toText)
        // Several names of one value are one member.
        : this(Enum.GetValues<TEnum>().Distinct().ToDictionary(value => value, toText))
    {
    }

    private EnumText(Dictionary<TEnum, string> texts)
        : this(texts, texts.ToDictionary(pair => pair.Value, pair => pair.Key))
    {
    }

    private EnumText(Dictionary<TEnum, string> texts, Dictionary<string, TEnum> values)
        : base(value => ToText(texts, value), text => ToValue(values, text))
    {
    }

    private static string ToText(Dictionary<TEnum, string> texts, TEnum value) =>
        texts.TryGetValue(value, out var text)
            ? text
            : throw new InvalidValueException(typeof(TEnum).Name, $"has no member {value}");

    private static TEnum ToValue(Dictionary<string, TEnum> values, string text) =>
        values.TryGetValue(text, out var value)
            ? value
            : throw new InvalidValueException(typeof(TEnum).Name, $"has no member '{text}'");
}
