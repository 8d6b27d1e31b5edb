using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>The members of an enumeration and their texts in the database.</summary>
internal sealed class EnumTable<TEnum>
    where TEnum : struct, Enum
{
    private readonly Dictionary<TEnum, string> _texts;
    private readonly Dictionary<string, TEnum> _values;

    private EnumTable(Func<string, string> toText)
    {
        // Several names of one value are one member.
        _texts = Enum.GetValues<TEnum>().Distinct().ToDictionary(value => value, value => toText(value.ToString()));
        _values = _texts.ToDictionary(pair => pair.Value, pair => pair.Key);
    }

    /// <summary>Names in snake_case.</summary>
    public static EnumTable<TEnum> SnakeCase { get; } = new(SnakeCaseConvention.Convert);

    /// <summary>Names as they are written in C#.</summary>
    public static EnumTable<TEnum> Names { get; } = new(name => name);

    /// <exception cref="InvalidValueException">The enumeration has no such member.</exception>
    public string ToText(TEnum value) => _texts.TryGetValue(value, out var text)
        ? text
        : throw new InvalidValueException(typeof(TEnum).Name, $"has no member {value}");

    /// <inheritdoc cref="ToText"/>
    public TEnum ToValue(string text) => _values.TryGetValue(text, out var value)
        ? value
        : throw new InvalidValueException(typeof(TEnum).Name, $"has no member '{text}'");
}
