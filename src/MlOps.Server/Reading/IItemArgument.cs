namespace MlOps.Server.Reading;

/// <summary>An argument of the method that makes an entity, from the values of an item.</summary>
internal interface IItemArgument
{
    /// <exception cref="ItemRefusal">The values do not make one.</exception>
    object? Make(ItemValues values);
}
