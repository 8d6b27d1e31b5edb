namespace MlOps.Domain.Tests;

internal static class Refused
{
    public static void Value(string property, string shown, Func<object?> make) =>
        Value(property, shown, () => { _ = make(); });

    public static void Value(string property, string shown, Action act)
    {
        var refusal = Assert.Throws<InvalidValueException>(act);
        Assert.Equal(property, refusal.Property);
        Assert.StartsWith(property + " ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(shown, refusal.Message, StringComparison.Ordinal);
    }

    public static void Transition(Action act, params string[] mentions)
    {
        var refusal = Assert.Throws<IllegalTransitionException>(act);
        Assert.All(mentions, mention => Assert.Contains(mention, refusal.Message, StringComparison.Ordinal));
    }
}
