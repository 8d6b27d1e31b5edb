using System.Reflection;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>
/// Makes what one class stores, by all its rules, from the members of an item: through the static method of the class that takes the
/// most of them, or through its constructor.
/// </summary>
internal sealed class ItemFactory
{
    private readonly MethodBase _method;
    private readonly IItemArgument[] _arguments;

    private ItemFactory(Type type, MethodBase method, ItemMembers members, IItemArgument[] arguments)
    {
        (Type, _method, Members, _arguments) = (type, method, members, arguments);
        Time = members.Add(ItemArguments.Time, typeof(DateTimeOffset));
        Id = members.Add(nameof(Entity.Id), typeof(Guid));
    }

    public Type Type { get; }

    public ItemMembers Members { get; }

    public ItemMember Time { get; }

    public ItemMember Id { get; }

    /// <summary>The factory of a class; null if no item can be one of it.</summary>
    public static ItemFactory? Find(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => method.ReturnType == type && !method.IsGenericMethod)
        .Concat<MethodBase>(type.GetConstructors())
        .Select(method => TryCreate(type, method))
        .OfType<ItemFactory>()
        .MaxBy(factory => factory.Members.Count);

    /// <exception cref="ItemRefusal">The values break a rule.</exception>
    public object Make(ItemValues values)
    {
        try
        {
            var arguments = Array.ConvertAll(_arguments, argument => argument.Make(values));
            return _method is ConstructorInfo constructor
                ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null)
                : _method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        }
        catch (InvalidValueException e)
        {
            var spelled = JsonNamingPolicy.SnakeCaseLower.ConvertName(e.Property);
            throw new ItemRefusal(spelled, e.Message[(e.Property.Length + 1)..].TrimEnd('.'));
        }
    }

    private static ItemFactory? TryCreate(Type type, MethodBase method)
    {
        var members = new ItemMembers();
        var finder = new ItemArguments(members);
        var parameters = method.GetParameters();
        var arguments = parameters.Select(finder.Find).OfType<IItemArgument>().ToArray();
        return parameters.Length > 0 && arguments.Length == parameters.Length && parameters.Any(parameter => parameter.Name == "at")
            ? new ItemFactory(type, method, members, arguments)
            : null;
    }
}
