namespace MlOps.Domain;

/// <summary>A value that a property cannot have.</summary>
public sealed class InvalidValueException(string property, string rule) : DomainException($"{property} {rule}.")
{
    /// <summary>The property that refused the value.</summary>
    public string Property { get; } = property;
}
