using Mono.Cecil;

namespace Coder.Infra.Architecture.Tests;

/// <summary>No clock, sleep or dice but through <see cref="TimeProvider"/> or an argument.</summary>
public sealed class ClockTests
{
    private static readonly string[] Banned =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Threading.Thread::Sleep", "System.Environment::get_TickCount", "System.Environment::get_TickCount64",
        "System.Random::get_Shared", "System.Random::.ctor",
    ];

    /// <summary>Types that may, and why.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
    };

    public static TheoryData<string> Rooms => [.. Drawing.Read().Rooms.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Nothing_asks_the_clock_sleeps_or_throws_dice(string room)
    {
        using var module = ModuleDefinition.ReadModule(Repository.Assembly(Repository.Projects.Single(project => Path.GetFileNameWithoutExtension(project) == room)));

        var found = from type in module.GetTypes()
                    from method in type.Methods.Where(method => method.HasBody)
                    from called in method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>()
                    where Banned.Contains($"{called.DeclaringType.FullName}::{called.Name}") || IsDelay(called)
                    select (Type: TypeReferences.Outermost(type).FullName, Called: $"{called.DeclaringType.Name}.{called.Name}");

        Assert.Empty(found.Where(call => !Exempt.ContainsKey(call.Type)).Select(call => $"{call.Type} calls {call.Called}: take a TimeProvider, or an argument").Distinct());
    }

    /// <summary>A delay by the system's clock; one without an end is a wait for its cancellation.</summary>
    private static bool IsDelay(MethodReference called) =>
        called.DeclaringType.FullName == "System.Threading.Tasks.Task" && called.Name == "Delay" && called.Parameters.All(parameter => parameter.ParameterType.Name != nameof(TimeProvider));
}
