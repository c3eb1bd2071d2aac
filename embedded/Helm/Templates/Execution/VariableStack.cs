using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Execution;

/// <summary>The variables in scope, the innermost last. Plain arrays: a list of structs would have to be compiled at every start.</summary>
internal sealed class VariableStack
{
    private string[] _names = new string[16];
    private Value[] _values = new Value[16];

    public int Count { get; private set; }

    public Value this[int index]
    {
        get => _values[index];
        set => _values[index] = value;
    }

    public void Push(string name, Value value)
    {
        if (Count == _names.Length)
        {
            Array.Resize(ref _names, Count * 2);
            var values = new Value[Count * 2];
            Array.Copy(_values, values, Count);
            _values = values;
        }
        _names[Count] = name;
        _values[Count++] = value;
    }

    /// <summary>Takes away all from an index on.</summary>
    public void Pop(int count)
    {
        Array.Clear(_values, count, Count - count);
        Count = count;
    }

    /// <summary>Index of the innermost variable of a name, not looking below an index; -1 when there is none.</summary>
    public int Find(string name, int from)
    {
        for (int i = Count - 1; i >= from; i--)
        {
            if (_names[i] == name)
                return i;
        }
        return -1;
    }
}
