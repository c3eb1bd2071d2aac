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
                    select $"{TypeReferences.Outermost(type).FullName} calls {called.DeclaringType.Name}.{called.Name}: take a TimeProvider, or an argument";

        Assert.Empty(found.Distinct());
    }

    /// <summary>A delay that is not given its clock.</summary>
    private static bool IsDelay(MethodReference called) =>
        called.DeclaringType.FullName == "System.Threading.Tasks.Task" && called.Name == "Delay" && called.Parameters.All(parameter => parameter.ParameterType.Name != nameof(TimeProvider));
}
