using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps.Domain;

/// <summary>
/// A JSON document that PostgreSQL's jsonb can store, which its creation checks. Two documents are equal when they mean
/// the same: white space and the order of keys do not count, since jsonb preserves neither.
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

    /// <summary>Reads a document from text.</summary>
    /// <param name="text">The document.</param>
    /// <param name="name">The name for error messages; by default the expression of the argument.</param>
    public static Json Parse(string text, [CallerArgumentExpression(nameof(text))] string name = "")
    {
        Guard.Given(text, name);
        if (JsonRules.FindFault(text) is { } fault)
            throw new InvalidValueException(name, fault);

        return new Json(text);
    }

    /// <summary>Wraps text that comes from a jsonb column and therefore needs no check.</summary>
    public static Json FromDatabase(string text) => new(Guard.Given(text, nameof(text)));

    /// <summary>Writes a value as a document: an anonymous object, a dictionary, a record.</summary>
    /// <param name="value">The value; its properties become camelCase keys.</param>
    /// <param name="name">The name for error messages; by default the expression of the argument.</param>
    public static Json From<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        try
        {
            return Parse(JsonSerializer.Serialize(value, Serializer), name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or JsonException)
        {
            // The serializer's first sentence says what is wrong: NaN, an infinity, a cycle or a lone surrogate.
            throw new InvalidValueException(
                name, $"cannot be written as JSON: {e.Message.Split(". ")[0].TrimEnd('.')}");
        }
    }

    /// <summary>
    /// The document in the form of RFC 8785, which does not depend on who wrote it: whole numbers of more than 15 digits are rounded.
    /// </summary>
    public Json Canonicalize() => new(CanonicalJson.Write(Text));

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

    /// <summary>
    /// The hash code depends only on the kind of value: equal documents can differ in every character, as 1 and 0.1e1.
    /// </summary>
    public override int GetHashCode() => Text.AsSpan().TrimStart()[0] switch
    {
        '-' or (>= '0' and <= '9') => '0',
        var first => first,
    };

    public override string ToString() => Text;
}
