package dev.steno.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Calls the interceptor around a method's body: enter before it, exit at each return and when it
 * throws.
 *
 * <p>The variables that this needs come after those of the body, so that no instruction of the body
 * changes. Each return has an exit of its own, in a straight line, because there may be more on the
 * stack than what is returned (Kotlin's compiler leaves it there). What a call throws is caught
 * before any handler of the body could see it, and the method goes on as if it was not hooked.
 */
final class WeaverMethod extends MethodVisitor {
  private static final String OBJECT = "java/lang/Object";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String ARRAY = "[Ljava/lang/Object;";
  private static final String EXIT =
      "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Throwable;)Ljava/lang/Object;";

  /** The most that the calls put on the stack, beside all arguments of a method. */
  private static final int STACK = 8;

  private final WeaverHooked hooked;
  private final Handle bootstrap;
  private final Type[] parameters;
  private final Type result;
  private final int stateAt;
  private final int resultAt;
  private final int thrownAt;
  private final Object[] entryLocals;
  private final Object[] noLocals;

  private final Label enterFailed = new Label();
  private final Label[] exits;
  private final Label[] exited;
  private final Label exitFailed = new Label();
  private final Label lastExit = new Label();
  private final Label lastExited = new Label();
  private final Label lastExitFailed = new Label();

  /** Where parts of the body begin and end, in turns: what of it is not ours. */
  private final List<Label> body = new ArrayList<>(4);

  private int exitsSoFar;

  WeaverMethod(MethodVisitor next, String owner, WeaverHooked hooked, Handle bootstrap) {
    super(Opcodes.ASM9, next);
    this.hooked = hooked;
    this.bootstrap = bootstrap;
    this.parameters = Type.getArgumentTypes(hooked.descriptor());
    this.result = Type.getReturnType(hooked.descriptor());
    this.stateAt = hooked.locals();
    this.resultAt = stateAt + 1;
    this.thrownAt = resultAt + result.getSize();
    this.entryLocals = entryLocals(owner);
    this.noLocals = new Object[stateAt + 1];
    Arrays.fill(noLocals, Opcodes.TOP);
    noLocals[stateAt] = state();
    this.exits = labels(hooked.returns());
    this.exited = labels(hooked.returns());
  }

  private static Label[] labels(int count) {
    Label[] labels = new Label[count];
    for (int i = 0; i < count; i++) {
      labels[i] = new Label();
    }
    return labels;
  }

  private String state() {
    return hooked.hook().replaces() ? ARRAY : OBJECT;
  }

  private Object[] entryLocals(String owner) {
    List<Object> locals = new ArrayList<>(stateAt + 1);
    if (!hooked.isStatic()) {
      locals.add(owner);
    }
    for (Type parameter : parameters) {
      locals.add(inFrame(parameter));
    }
    return padded(locals.toArray(), locals.size());
  }

  private static Object inFrame(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      default -> type.getInternalName();
    };
  }

  /** Those variables, nothing where the body has more of them, and the state. */
  private Object[] padded(Object[] locals, int count) {
    List<Object> padded = new ArrayList<>(stateAt + 1);
    int slots = 0;
    for (int i = 0; i < count; i++) {
      padded.add(locals[i]);
      slots += isWide(locals[i]) ? 2 : 1;
    }
    for (; slots < stateAt; slots++) {
      padded.add(Opcodes.TOP);
    }
    padded.add(state());
    return padded.toArray();
  }

  private static boolean isWide(Object local) {
    return local.equals(Opcodes.LONG) || local.equals(Opcodes.DOUBLE);
  }

  @Override
  public void visitCode() {
    mv.visitCode();
    Label enter = new Label();
    Label entered = new Label();
    mv.visitTryCatchBlock(enter, entered, enterFailed, THROWABLE);
    for (int i = 0; i < exits.length; i++) {
      mv.visitTryCatchBlock(exits[i], exited[i], exitFailed, THROWABLE);
    }
    mv.visitTryCatchBlock(lastExit, lastExited, lastExitFailed, THROWABLE);
    Label begin = new Label();
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitVarInsn(Opcodes.ASTORE, stateAt);
    mv.visitLabel(enter);
    enter(begin);
    mv.visitLabel(entered);
    mv.visitJumpInsn(Opcodes.GOTO, begin);
    mv.visitLabel(enterFailed);
    frame(entryLocals, THROWABLE);
    mv.visitInsn(Opcodes.POP);
    mv.visitLabel(begin);
    frame(entryLocals);
    part();
    mv.visitInsn(Opcodes.NOP); // the body may begin with a frame of its own
  }

  private void frame(Object[] locals, Object... stack) {
    mv.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
  }

  /** The body goes on, or one of ours begins. */
  private void part() {
    Label border = new Label();
    mv.visitLabel(border);
    body.add(border);
  }

  private void enter(Label begin) {
    if (hooked.isStatic()) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
    }
    number(parameters.length);
    mv.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    int at = firstParameter();
    for (int i = 0; i < parameters.length; i++) {
      mv.visitInsn(Opcodes.DUP);
      number(i);
      mv.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), at);
      box(parameters[i]);
      mv.visitInsn(Opcodes.AASTORE);
      at += parameters[i].getSize();
    }
    boolean replaces = hooked.hook().replaces();
    call(
        replaces ? "enterReplacing" : "enter",
        "(Ljava/lang/Object;[Ljava/lang/Object;)".concat(replaces ? ARRAY : "Ljava/lang/Object;"));
    mv.visitVarInsn(Opcodes.ASTORE, stateAt);
    if (replaces) {
      replace(begin);
    }
  }

  private int firstParameter() {
    return hooked.isStatic() ? 0 : 1;
  }

  /** All of the arguments or, when one of them cannot be one, none. */
  private void replace(Label begin) {
    mv.visitVarInsn(Opcodes.ALOAD, stateAt);
    mv.visitJumpInsn(Opcodes.IFNULL, begin);
    int at = firstParameter();
    for (int i = 0; i < parameters.length; i++) {
      mv.visitVarInsn(Opcodes.ALOAD, stateAt);
      number(1);
      mv.visitInsn(Opcodes.AALOAD);
      mv.visitTypeInsn(Opcodes.CHECKCAST, ARRAY);
      number(i);
      mv.visitInsn(Opcodes.AALOAD);
      unbox(parameters[i]);
      at += parameters[i].getSize();
    }
    for (int i = parameters.length - 1; i >= 0; i--) {
      at -= parameters[i].getSize();
      mv.visitVarInsn(parameters[i].getOpcode(Opcodes.ISTORE), at);
    }
  }

  @Override
  public void visitFrame(
      int type, int numberOfLocals, Object[] locals, int numberOnStack, Object[] stack) {
    Object[] ours = padded(locals, numberOfLocals);
    mv.visitFrame(Opcodes.F_NEW, ours.length, ours, numberOnStack, stack);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
      mv.visitInsn(opcode);
      return;
    }
    part();
    boolean isVoid = opcode == Opcodes.RETURN;
    if (!isVoid) {
      mv.visitVarInsn(result.getOpcode(Opcodes.ISTORE), resultAt);
    }
    mv.visitLabel(exits[exitsSoFar]);
    mv.visitVarInsn(Opcodes.ALOAD, stateAt);
    if (isVoid) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), resultAt);
      box(result);
    }
    mv.visitInsn(Opcodes.ACONST_NULL);
    exit();
    if (isVoid) {
      mv.visitInsn(Opcodes.POP);
    } else {
      unbox(result);
    }
    mv.visitLabel(exited[exitsSoFar++]);
    mv.visitInsn(opcode);
    part();
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    part();
    thrown();
    if (exits.length > 0) {
      returnAnyway();
    }
    int ours = STACK + Type.getArgumentsAndReturnSizes(hooked.descriptor()) / 4;
    mv.visitMaxs(maxStack + ours, thrownAt + 1);
  }

  /** What the body throws is thrown on, whatever the interceptor does. */
  private void thrown() {
    Label handler = new Label();
    mv.visitLabel(handler);
    frame(noLocals, THROWABLE);
    mv.visitVarInsn(Opcodes.ASTORE, thrownAt);
    mv.visitLabel(lastExit);
    mv.visitVarInsn(Opcodes.ALOAD, stateAt);
    mv.visitInsn(Opcodes.ACONST_NULL);
    mv.visitVarInsn(Opcodes.ALOAD, thrownAt);
    exit();
    mv.visitInsn(Opcodes.POP);
    mv.visitLabel(lastExited);
    mv.visitVarInsn(Opcodes.ALOAD, thrownAt);
    mv.visitInsn(Opcodes.ATHROW);
    mv.visitLabel(lastExitFailed);
    frame(localsWith(thrownAt, THROWABLE), THROWABLE);
    mv.visitInsn(Opcodes.POP);
    mv.visitVarInsn(Opcodes.ALOAD, thrownAt);
    mv.visitInsn(Opcodes.ATHROW);
    for (int i = 0; i < body.size(); i += 2) {
      if (body.get(i).getOffset() < body.get(i + 1).getOffset()) {
        mv.visitTryCatchBlock(body.get(i), body.get(i + 1), handler, THROWABLE);
      }
    }
  }

  /** What the body returned, when its exit fails. */
  private void returnAnyway() {
    mv.visitLabel(exitFailed);
    if (result.getSort() == Type.VOID) {
      frame(noLocals, THROWABLE);
      mv.visitInsn(Opcodes.POP);
    } else {
      boolean isObject = result.getSort() >= Type.ARRAY;
      frame(localsWith(resultAt, isObject ? OBJECT : inFrame(result)), THROWABLE);
      mv.visitInsn(Opcodes.POP);
      mv.visitVarInsn(result.getOpcode(Opcodes.ILOAD), resultAt);
      unboxObject(result);
    }
    mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
  }

  private static Object[] localsWith(int at, Object type) {
    Object[] locals = new Object[at + 1];
    Arrays.fill(locals, Opcodes.TOP);
    locals[at] = type;
    return locals;
  }

  private void exit() {
    if (hooked.hook().replaces()) {
      call("exitReplacing", EXIT.replace("(Ljava/lang/Object;", "(".concat(ARRAY)));
    } else {
      call("exit", EXIT);
    }
  }

  private void call(String phase, String descriptor) {
    mv.visitInvokeDynamicInsn(phase, descriptor, bootstrap, hooked.hook().interceptor());
  }

  private void number(int value) {
    if (value <= 5) {
      mv.visitInsn(Opcodes.ICONST_0 + value);
    } else {
      mv.visitIntInsn(Opcodes.SIPUSH, value);
    }
  }

  private void box(Type type) {
    String box = boxOf(type);
    if (box != null) {
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          box,
          "valueOf",
          "(" + type.getDescriptor() + ")L" + box + ";",
          false);
    }
  }

  private void unbox(Type type) {
    String box = boxOf(type);
    if (box == null) {
      unboxObject(type);
    } else {
      mv.visitTypeInsn(Opcodes.CHECKCAST, box);
      mv.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          box,
          type.getClassName().concat("Value"),
          "()".concat(type.getDescriptor()),
          false);
    }
  }

  private void unboxObject(Type type) {
    if (type.getSort() >= Type.ARRAY && !type.getInternalName().equals(OBJECT)) {
      mv.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
    }
  }

  private static @Nullable String boxOf(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.BYTE -> "java/lang/Byte";
      case Type.CHAR -> "java/lang/Character";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.FLOAT -> "java/lang/Float";
      case Type.LONG -> "java/lang/Long";
      case Type.DOUBLE -> "java/lang/Double";
      default -> null;
    };
  }
}
