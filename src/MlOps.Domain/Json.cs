using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps.Domain;

/// <summary>
/// A JSON document that PostgreSQL's jsonb can store, checked when it is made. Two are equal when they mean the same,
/// whatever their spaces and order of keys, since jsonb keeps neither.
/// </summary>
public sealed class Json : IEquatable<Json>
{
    private static readonly JsonSerializerOptions Serializer = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonRules.MaxDepth,
        Converters = { new StrictTextConverter(), new EmbeddedJsonConverter() },
    };

    private Json(string text) => Text = text;

    /// <summary>The document as text.</summary>
    public string Text { get; }

    /// <summary>Takes a document that comes as text.</summary>
    /// <param name="text">The document.</param>
    /// <param name="name">What to call it in an error; the argument's own expression if not given.</param>
    public static Json Parse(string text, [CallerArgumentExpression(nameof(text))] string name = "")
    {
        Guard.Given(text, name);
        if (JsonRules.FindFault(text) is { } fault)
            throw new InvalidValueException(name, fault);

        return new Json(text);
    }

    /// <summary>Takes text that a jsonb column returned, and that needs no second look therefore.</summary>
    public static Json FromDatabase(string text) => new(Guard.Given(text, nameof(text)));

    /// <summary>Makes a document from a value: an anonymous object, a dictionary, a record.</summary>
    /// <param name="value">The value; its properties become camelCase keys.</param>
    /// <param name="name">What to call it in an error; the argument's own expression if not given.</param>
    public static Json From<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        try
        {
            return Parse(JsonSerializer.Serialize(value, Serializer), name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or JsonException)
        {
            // NaN and infinities, cycles, lone surrogates: the serializer's first sentence says which.
            throw new InvalidValueException(name, $"cannot be written as JSON: {e.Message.Split(". ")[0].TrimEnd('.')}");
        }
    }

    /// <summary>Reads the document as a value.</summary>
    public T? As<T>() => JsonSerializer.Deserialize<T>(Text, Serializer);

    public bool Equals([NotNullWhen(true)] Json? other)
    {
        if (other is null)
            return false;

        if (ReferenceEquals(this, other) || Text == other.Text)
            return true;

        using var left = JsonDocument.Parse(Text, JsonRules.DocumentOptions);
        using var right = JsonDocument.Parse(other.Text, JsonRules.DocumentOptions);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    public override bool Equals(object? obj) => Equals(obj as Json);

    /// <summary>By kind alone: documents that are equal may differ in every character, as 1 and 0.1e1 do.</summary>
    public override int GetHashCode() => Text.AsSpan().TrimStart()[0] switch
    {
        '-' or (>= '0' and <= '9') => '0',
        var first => first,
    };

    public override string ToString() => Text;
}
