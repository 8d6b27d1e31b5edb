namespace MlOps.Server.Reading;

/// <summary>Says why an item cannot be stored.</summary>
/// <param name="field">The member at fault; null if the item as a whole is.</param>
/// <param name="rule">What must hold, and what was given: "must be a number; it was true".</param>
internal class ItemRefusal(string? field, string rule) : Exception(field is null ? rule : $"{field} {rule}")
{
    public string? Field { get; } = field;
}
